import { createHash } from "node:crypto"
import {
  formatCredential,
  type FullRelease,
  idPrefixes,
  type Listing,
  type ListingImage,
  type Publisher,
} from "@fleetprompt/sdk/contracts"

/** The moment at which every test takes place. */
export const nowMs = Date.UTC(2026, 0, 31, 12)

export const personalToken = formatCredential("personalToken", new Uint8Array(64).fill(7))
export const runToken = formatCredential("ciToken", new Uint8Array(64).fill(7))
export const targetSecret = formatCredential("targetSecret", new Uint8Array(64).fill(7))
export const installToken = formatCredential("installToken", new Uint8Array(64).fill(9))

/** A well-formed id; equal seeds make equal ids. */
export const idFor = (kind: keyof typeof idPrefixes, seed: string): string =>
  `${idPrefixes[kind]}_${seed
    .replaceAll(/[^0-9A-Za-z]/g, "")
    .padEnd(22, "0")
    .slice(0, 22)}`

export const makePublisher = (handle: string, rest: Partial<Publisher> = {}): Publisher => ({
  publisherId: idFor("publisher", handle),
  handle,
  displayName: handle,
  description: null,
  homepageUrl: null,
  verifiedAtMs: null,
  verificationMethod: null,
  createdAtMs: nowMs,
  ...rest,
})

export function makeListing(slug: string, rest: Partial<Listing> = {}): Listing {
  const [handle = ""] = slug.split("/")
  const { publisherId, displayName, verifiedAtMs } = makePublisher(handle)
  return {
    listingId: idFor("listing", slug),
    slug,
    publisher: { publisherId, handle, displayName, verifiedAtMs },
    assetKind: "whs_agent",
    name: "Support Triage",
    summary: "Routes tickets to the right people.",
    description: "",
    tags: [],
    categories: [],
    docsUrl: null,
    repoUrl: null,
    status: "draft",
    latestVersion: null,
    image: null,
    images: [],
    descriptionHtml: "",
    contentWarnings: [],
    deprecation: null,
    installs: 0,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    contentTrust: "untrusted",
    ...rest,
  }
}

/** What begins as a PNG does; only the fake registry takes it for a picture. The text at its end makes files differ that show the same. */
export const pictureFile = (colour: number, comment = ""): Buffer =>
  Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.of(colour), Buffer.from(comment)])

/** An image as the registry tells of it. Here a picture is its first bytes, and the rest is not seen. */
export const makeImage = (file: Uint8Array, alt: string, rest: Partial<ListingImage> = {}): ListingImage => {
  const digest = hashOf(file.subarray(0, 9))
  return { digest, url: `/v1/images/${digest}.webp`, width: 1, height: 1, alt, sourceSha256: hashOf(file), ...rest }
}

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

export const makeRelease = (slug: string, rest: Partial<FullRelease> = {}): FullRelease => ({
  releaseId: idFor("release", slug + (rest.version ?? "")),
  listingId: idFor("listing", slug),
  slug,
  version: "1.4.0",
  status: "published",
  digest: `sha256:${"0".repeat(64)}`,
  refs: { whsAgentId: "agt_123" },
  compatibility: {},
  artifact: null,
  notes: "",
  publishedAtMs: nowMs,
  revokedAtMs: null,
  revocation: null,
  provenance: null,
  notesHtml: "",
  contentWarnings: [],
  contentTrust: "untrusted",
  ...rest,
})

/** The manifest most tests start from. */
export const manifestText = `manifestVersion: 1
listing:
  slug: acme/support-triage
  assetKind: whs_agent
  name: Support Triage
  summary: Routes tickets to the right people.
release:
  version: 1.4.0
  refs:
    whsAgentId: agt_123
`

import { type ErrorCode, errorCatalog } from "../src/contracts/index.ts"
import type {
  FullRelease,
  FieldIssue,
  InstallIntent,
  IssuedInstall,
  Listing,
  ListingCard,
  PublishedRelease,
  Publisher,
  Release,
  Suspension,
  Target,
  Whoami,
} from "../src/index.ts"

/** An id as the registry would write it: `lst_1111111111111111111111`. */
export const id = (prefix: string, character = "1") => `${prefix}_${character.repeat(22)}`

const digest = `sha256:${"0a".repeat(32)}`

export const publisher: Publisher = {
  publisherId: id("pub"),
  handle: "acme",
  displayName: "Acme",
  description: null,
  homepageUrl: null,
  verifiedAtMs: null,
  verificationMethod: null,
  createdAtMs: 1,
}

export const card: ListingCard = {
  listingId: id("lst"),
  slug: "acme/support-triage",
  publisher: { publisherId: id("pub"), handle: "acme", displayName: "Acme", verifiedAtMs: null },
  assetKind: "whs_agent",
  name: "Support Triage",
  summary: "Routes tickets",
  tags: ["support"],
  categories: ["customer-support"],
  status: "published",
  latestVersion: "1.4.0",
  image: null,
  deprecation: null,
  installs: 0,
  createdAtMs: 1,
  updatedAtMs: 2,
  contentTrust: "untrusted",
}

export const listing: Listing = {
  ...card,
  description: "Routes tickets.",
  descriptionHtml: "<p>Routes tickets.</p>",
  images: [],
  contentWarnings: [],
  docsUrl: null,
  repoUrl: null,
}

export const release: Release = {
  releaseId: id("rel"),
  listingId: id("lst"),
  slug: "acme/support-triage",
  version: "1.4.0",
  status: "published",
  digest,
  refs: { whsAgentId: "agt_123" },
  compatibility: {},
  artifact: null,
  notes: "",
  publishedAtMs: 3,
  revokedAtMs: null,
  revocation: null,
  provenance: null,
  contentTrust: "untrusted",
}

export const fullRelease: FullRelease = { ...release, notesHtml: "", contentWarnings: [] }

export const publishedRelease: PublishedRelease = {
  result: "created",
  release,
  receipt: "e30.e30.e30",
  listingStatus: "published",
}

export const target: Target = {
  targetId: id("tgt"),
  name: "whs",
  targetSystem: "whs",
  landingUrl: "https://whs.example/fleetprompt/install",
  assetKinds: ["whs_agent"],
  systemVersions: {},
  isDefault: true,
}

export const suspension: Suspension = {
  listingId: id("lst"),
  slug: "acme/support-triage",
  reason: "malware",
  note: "",
  statusBefore: "published",
  suspendedAtMs: 4,
  appeal: null,
}

export const intent: InstallIntent = {
  installIntentId: id("ins"),
  listing: { listingId: id("lst"), slug: "acme/support-triage", name: "Support Triage", status: "published" },
  release: { releaseId: id("rel"), version: "1.4.0", digest, status: "published" },
  target: { targetId: id("tgt"), name: "whs", targetSystem: "whs" },
  targetContext: {},
  handoffId: null,
  status: "token_issued",
  tokenIssues: 1,
  outcome: null,
  outcomeCode: null,
  targetInstallRef: null,
  cancelReason: null,
  createdAtMs: 1,
  expiresAtMs: 2,
  redeemedAtMs: null,
  outcomeAtMs: null,
}

export const issuedInstall: IssuedInstall = { intent, installToken: "fpit_x", link: "https://whs.example/#fp_token=x" }

export const whoami: Whoami = {
  userId: id("usr"),
  iss: "https://id.example",
  sub: "alice",
  credential: {
    kind: "personal_token",
    tokenId: id("tok"),
    name: "ci",
    scopes: ["listing:read"],
    expiresAtMs: 9,
  },
  publishers: [{ publisherId: id("pub"), handle: "acme", role: "owner" }],
}

export const discovery = {
  issuer: "https://registry.example",
  apiBase: "https://registry.example/v1",
  minCliVersion: "1.0.0",
  trustedPublishing: null,
  signingKeys: [],
  manifestSchemaUrl: "https://registry.example/schema/manifest-v1.json",
}

export const page = <Item>(data: Item[], nextCursor: string | null = null) => ({ data, page: { nextCursor } })

/** The first page of a search, as far as it has nothing to count and nothing to suggest. */
export const searchPage = <Item>(data: Item[], nextCursor: string | null = null) => ({
  ...page(data, nextCursor),
  facets: null,
  suggestions: null,
})

/** A refusal as the registry words it. */
export const problem = (code: ErrorCode, detail = "Refused.", errors: FieldIssue[] = []) => ({
  type: `https://fleetprompt.com/errors/${code}`,
  title: errorCatalog[code].title,
  status: errorCatalog[code].status,
  code,
  detail,
  requestId: id("req"),
  retryable: errorCatalog[code].retryable,
  errors,
})

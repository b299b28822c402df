import { hashOf, newId } from "./mint.ts"
import { issueReceipt } from "./receipts.ts"
import type { CancelReason, Intent, Listing, Release, Revocation, World } from "./records.ts"
import { statusAt } from "./records.ts"

/** A release to put on the shelf; everything but its name may be left out. */
export interface ReleaseDescription {
  /** `publisher/name`. */
  readonly listing: string
  /** What people call it: text of strangers. Default: the name of its address. */
  readonly name?: string | undefined
  /** Default: `1.0.0`. */
  readonly version?: string | undefined
  /** Default: `whs_agent`. */
  readonly assetKind?: string | undefined
  /** Upstream ids by name. Default: a `whsAgentId`. */
  readonly refs?: Record<string, string> | undefined
  readonly compatibility?: Record<string, string> | undefined
}

/** The release of that name, published now where there is none. Of a release that is there, nothing changes. */
export function publish(world: World, described: ReleaseDescription): Release {
  const { listing: slug, version = "1.0.0", refs = { whsAgentId: "agt_1" }, compatibility = {} } = described
  const key = `${slug}@${version}`
  const known = world.releases.get(key)
  if (known) return known
  const listing = world.listings.get(slug) ?? newListing(described)
  world.listings.set(slug, listing)
  const digest = `sha256:${hashOf(JSON.stringify([key, refs, compatibility]))}`
  const content = {
    releaseId: newId("rel"),
    listing,
    version,
    digest,
    refs,
    compatibility,
    status: "published" as const,
  }
  const release: Release = { ...content, receipt: issueReceipt(world, content) }
  world.releases.set(key, release)
  return release
}

function newListing({ listing: slug, assetKind = "whs_agent", name }: ReleaseDescription): Listing {
  const [handle = "", lastName = ""] = slug.split("/")
  const publisher = { publisherId: newId("pub"), handle, displayName: handle, verifiedAtMs: null }
  return { listingId: newId("lst"), slug, name: name ?? lastName, assetKind, publisher, status: "published" }
}

/** Revokes a release: its open installs are canceled at once. @throws Error where there is no such release. */
export function revoke(world: World, listing: string, version = "1.0.0"): void {
  const release = world.releases.get(`${listing}@${version}`)
  if (!release) throw new Error(`There is no release ${listing}@${version}.`)
  if (release.status === "revoked") return
  release.status = "revoked"
  cancelOpen(world, "release_revoked", (intent) => intent.release === release)
  note(world, release, true, "release_revoked")
}

/** Suspends a listing: its open installs are canceled, and all of its releases are out of use. */
export function suspend(world: World, slug: string): void {
  const listing = listingOf(world, slug)
  if (listing.status === "suspended") return
  listing.status = "suspended"
  cancelOpen(world, "listing_suspended", (intent) => intent.release.listing === listing)
  for (const release of releasesOf(world, listing)) note(world, release, true, "listing_suspended")
}

/** Takes a suspension back. What was canceled stays canceled, and what was revoked itself stays revoked. */
export function restore(world: World, slug: string): void {
  const listing = listingOf(world, slug)
  if (listing.status === "published") return
  listing.status = "published"
  for (const release of releasesOf(world, listing))
    if (release.status === "published") note(world, release, false, "listing_restored")
}

/** Cancels every open install that fits. */
export function cancelOpen(world: World, reason: CancelReason, fits: (intent: Intent) => boolean): void {
  for (const intent of world.intents.values()) {
    if (statusAt(intent, world.clock.nowMs()) !== "token_issued" || !fits(intent)) continue
    intent.status = "canceled"
    intent.cancelReason = reason
  }
}

function listingOf(world: World, slug: string): Listing {
  const listing = world.listings.get(slug)
  if (!listing) throw new Error(`There is no listing ${slug}.`)
  return listing
}

const releasesOf = (world: World, listing: Listing): Release[] =>
  [...world.releases.values()].filter((release) => release.listing === listing)

function note(world: World, { releaseId }: Release, revoked: boolean, cause: Revocation["cause"]): void {
  world.revocations.push({ seq: world.revocations.length + 1, releaseId, revoked, cause, atMs: world.clock.nowMs() })
}

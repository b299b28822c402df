import type { AssetKind, ListingStatus } from "@fleetprompt/sdk/contracts"
import type { Publisher } from "../publishers/publisher.ts"

/** The words of a listing its publisher may edit. */
export interface ListingContent {
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly tags: readonly string[]
  readonly categories: readonly string[]
  readonly docsUrl: string | null
  readonly repoUrl: string | null
}

/** A listing with the publisher it belongs to. */
export interface Listing extends ListingContent {
  readonly listingId: string
  readonly publisher: Publisher
  /** The part of the slug after the slash. */
  readonly slugName: string
  readonly assetKind: AssetKind
  readonly status: ListingStatus
  readonly latestReleaseId: string | null
  readonly latestVersion: string | null
  /** Goes up by one with every change; the ETag is made of it. */
  readonly rowVersion: number
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** The listing as people type it: `acme/support-triage`. */
export const slugOf = (listing: Pick<Listing, "publisher" | "slugName">): string =>
  `${listing.publisher.handle}/${listing.slugName}`

/** Readable by anyone who has its address; `published` ones also appear in lists. */
export const isPublic = (status: ListingStatus): boolean => status === "published" || status === "unlisted"

import type { AssetKind, ListingStatus } from "@fleetprompt/sdk/contracts"
import type { ListingImage } from "../images/image.ts"
import type { PublisherName } from "../publishers/publisher.ts"

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

/** The publisher's word that a listing is no longer kept up. */
export interface Deprecation {
  readonly message: string
  /** Slug of the listing to use instead. */
  readonly successor: string | null
  /** Since when; another message does not move it. */
  readonly atMs: number
}

/** A listing with the publisher it belongs to. */
export interface Listing extends ListingContent {
  readonly listingId: string
  readonly publisher: PublisherName
  /** The part of the slug after the slash. */
  readonly slugName: string
  readonly assetKind: AssetKind
  readonly status: ListingStatus
  /** In the order they are shown; the first also stands in lists. */
  readonly images: readonly ListingImage[]
  readonly latestReleaseId: string | null
  readonly latestVersion: string | null
  /** When it was first published or unlisted; null for one the public never saw. */
  readonly firstPublishedAtMs: number | null
  readonly deprecation: Deprecation | null
  /** Goes up by one with every change; the ETag is made of it. */
  readonly rowVersion: number
  /** Buyers and targets that redeemed an install of it, each pair once. Counting one moves no row version. */
  readonly installs: number
  readonly createdAtMs: number
  readonly updatedAtMs: number
}

/** The listing as people type it: `acme/support-triage`. */
export const slugOf = (listing: Pick<Listing, "publisher" | "slugName">): string =>
  `${listing.publisher.handle}/${listing.slugName}`

/** Readable by anyone who has its address; `published` ones also appear in lists. */
export const isPublic = (status: ListingStatus): boolean => status === "published" || status === "unlisted"

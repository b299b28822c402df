import type { AssetKind } from "@fleetprompt/sdk/contracts"
import type { SeekPage } from "../paging/seek.ts"
import type { Listing } from "./listing.ts"

/** What a search keeps. All given conditions must hold. */
export interface ListingFilter {
  /** Lower-case words; each must occur somewhere in slug, name, summary, tags or description, as it is written. */
  readonly words: readonly string[]
  readonly assetKind?: AssetKind | undefined
  readonly handle?: string | undefined
  readonly tag?: string | undefined
  readonly category?: string | undefined
}

export interface ListingReads {
  findById(listingId: string): Promise<Listing | undefined>
  findBySlug(handle: string, slugName: string): Promise<Listing | undefined>
  /** Published listings that pass the filter, by `updatedAtMs` and id, newest first. */
  search(filter: ListingFilter, page: SeekPage): Promise<Listing[]>
  /** Listings of every status of the publishers this user is a member of, newest first. */
  listOfMember(userId: string, page: SeekPage): Promise<Listing[]>
}

export interface ListingStore extends ListingReads {
  /** False where the publisher already has a listing of that slug name. */
  insert(listing: Listing): Promise<boolean>
  /** As `findBySlug`, and makes other transactions that lock this listing wait until this one ends. */
  lockBySlug(handle: string, slugName: string): Promise<Listing | undefined>
  /**
   * Writes everything that can change (content, status, latest release, row version, update time) where the stored
   * row version is still `expectedRowVersion`; false where it is not.
   */
  update(listing: Listing, expectedRowVersion: number): Promise<boolean>
}

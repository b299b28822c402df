import type { AssetKind } from "@fleetprompt/sdk/contracts"
import type { SeekPage } from "../paging/seek.ts"
import type { Listing } from "./listing.ts"

/** What a list keeps. All given conditions must hold. */
export interface ListingFilter {
  /** Any of these. */
  readonly assetKinds?: readonly AssetKind[] | undefined
  readonly handle?: string | undefined
  readonly tag?: string | undefined
  readonly category?: string | undefined
}

/** Newest change first; most installs first; or by the words of the name. Ids break ties, in the same direction. */
export type ListingOrder = "recent" | "popular" | "name"

/** Where the next page starts: after the listing with this key in the order and this id. */
export interface ListingSeek {
  readonly key: number | string
  readonly id: string
}

/** What somebody looks for: a word of every group, the last also as the beginning of one; or every part, anywhere. */
export interface Wanted {
  readonly words: readonly (readonly string[])[]
  readonly parts: readonly string[]
  readonly nameKey: string
  readonly slugStart: string
}

/** What a listing is counted by. */
export interface Labelled {
  /** Where it stands among all, the most popular first. No two stand at the same place, and hardly any ever moves. */
  readonly place: number
  /** ` :kind:… :publisher:… :category:… :tag:… `, a blank before, between and after. */
  readonly labels: string
}

/** A listing that was found, with what it is ranked by. There are up to a thousand, so it is as little as can be. */
export interface Match extends Labelled {
  readonly slug: string
  /** The words of the name with hyphens between them. */
  readonly titleKey: string
  /** The normalized words of the summary with blanks between them. */
  readonly summary: string
  /** From 0 for no installs to 1 for more than there can be, in steps that double. */
  readonly popularity: number
  /** Its key in the order asked for. */
  readonly key: number | string
}

/** A redeemed install that may count towards popularity. */
export interface CountedInstall {
  readonly installIntentId: string
  readonly listingId: string
  readonly buyerUserId: string
  readonly targetId: string
}

export interface ListingReads {
  findById(listingId: string): Promise<Listing | undefined>
  findBySlug(handle: string, slugName: string): Promise<Listing | undefined>
  /** The listing that had this slug before it moved to another publisher. */
  findByFormerSlug(handle: string, slugName: string): Promise<Listing | undefined>
  /** Published listings that pass the filter, in that order. */
  listPublished(
    filter: ListingFilter,
    order: ListingOrder,
    page: { readonly after: ListingSeek | undefined; readonly limit: number },
  ): Promise<Listing[]>
  /**
   * Published listings that pass the filter and hold what is wanted: those of that name first, then by words, then by
   * parts, the most popular first in each, at most `max`. So the commonest word costs no more than any other.
   */
  match(wanted: Wanted, filter: ListingFilter, order: ListingOrder, max: number): Promise<Match[]>
  /** The published listings at these places, in that order. */
  findAt(places: readonly number[]): Promise<Listing[]>
  /** The labels of the most popular published listings that pass the filter. */
  labels(filter: ListingFilter, max: number): Promise<Labelled[]>
  /** For each word those that published listings have or had and that are it but for one typing error. */
  neighbours(words: readonly string[]): Promise<(readonly string[])[]>
  /** Listings of every status of this user's publishers, by `updatedAtMs` and id, newest first. */
  listOfMember(userId: string, page: SeekPage): Promise<Listing[]>
}

export interface ListingStore extends ListingReads {
  /** False where the publisher already has a listing of that slug name, or had one that moved away. */
  insert(listing: Listing): Promise<boolean>
  /** As `findBySlug`, and makes other transactions that lock this listing wait until this one ends. */
  lockBySlug(handle: string, slugName: string): Promise<Listing | undefined>
  /** Reads a listing and keeps others from locking it until this transaction ends; others may hold it too. */
  hold(listingId: string): Promise<Listing | undefined>
  /** The same by its slug. */
  holdBySlug(handle: string, slugName: string): Promise<Listing | undefined>
  /** Makes other transactions that lock one of this publisher's listings wait until this one ends. */
  lockAllOf(publisherId: string): Promise<void>
  /** Published and unlisted listings of a publisher, at most so many, by id. */
  listPublicOf(publisherId: string, limit: number): Promise<Listing[]>
  /**
   * Writes everything that can change (content, status, deprecation, latest release, row version, update time) where the stored
   * row version is still `expectedRowVersion`; false where it is not.
   */
  update(listing: Listing, expectedRowVersion: number): Promise<boolean>
  /**
   * Adds one to the installs of the listing unless this buyer has redeemed another install of it into this target.
   * Waits for other counts alone, never for a change of the listing.
   */
  countInstall(install: CountedInstall): Promise<void>
  /**
   * Writes a locked listing under another publisher and keeps its old slug for it. False where that publisher has a
   * listing of the slug name, or had another one that moved away.
   */
  move(listing: Listing, from: Listing): Promise<boolean>
  /** Removes a locked listing and its releases. The database refuses it for one that was ever public. */
  remove(listingId: string): Promise<void>
}

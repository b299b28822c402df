import type { ChangeKind } from "@fleetprompt/sdk/contracts"
import { type Listing, slugOf } from "../listings/listing.ts"
import type { Transaction } from "../store.ts"
import type { NewChange } from "./change.ts"

/**
 * Tells the change feed what a change of a listing means to the public, in the transaction of the change and as its
 * last write but the audit row. `before` is undefined for a new listing, `after` for a deleted one. What the public
 * could not see before and cannot see now is no event; what it loses sight of is one tombstone.
 */
export async function recordListingChange(
  tx: Transaction,
  before: Listing | undefined,
  after: Listing | undefined,
  atMs: number,
): Promise<void> {
  await tx.changes.append(listingChanges(before, after, atMs))
}

/** Tells the change feed of a release, where its listing is one the public can find. */
export async function recordReleaseChange(
  tx: Transaction,
  kind: "release.published" | "release.revoked",
  listing: Listing,
  version: string,
  atMs: number,
): Promise<void> {
  if (isListed(listing)) await tx.changes.append([changeOf(kind, listing, version, atMs)])
}

/** The events of {@link recordListingChange}, for a verb that changes many listings and appends once. */
export function listingChanges(before: Listing | undefined, after: Listing | undefined, atMs: number): NewChange[] {
  const was = before !== undefined && isListed(before) ? before : undefined
  const is = after !== undefined && isListed(after) ? after : undefined
  const moved = was !== undefined && is !== undefined && slugOf(was) !== slugOf(is)
  if (was !== undefined && is !== undefined && !moved) return [changeOf("listing.updated", is, null, atMs)]
  return [
    ...(was === undefined ? [] : [changeOf("listing.removed", was, null, atMs)]),
    ...(is === undefined ? [] : [changeOf("listing.published", is, null, atMs)]),
  ]
}

/** The feed is a list, and like every list it leaves out what is only unlisted. */
const isListed = (listing: Listing): boolean => listing.status === "published"

const changeOf = (kind: ChangeKind, listing: Listing, version: string | null, atMs: number): NewChange => ({
  kind,
  listingId: listing.listingId,
  publisherId: listing.publisher.publisherId,
  slug: slugOf(listing),
  version,
  atMs,
})

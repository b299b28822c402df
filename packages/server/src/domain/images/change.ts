import { recordListingChange } from "../changes/record.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { Listing } from "../listings/listing.ts"
import type { Transaction } from "../store.ts"
import type { Publishing } from "../trusted-publishing/may.ts"
import type { ListingImage } from "./image.ts"

interface ImageChange {
  readonly caller: Publishing
  readonly requestId: string
  /** What came or went; without it their order or words changed. */
  readonly entry?: {
    readonly action: "listing.image_added" | "listing.image_removed"
    readonly digest: string
  }
}

/** Gives a locked listing other images, and tells the change feed and the audit log. */
export async function changeImages(
  context: AppContext,
  tx: Transaction,
  listing: Listing,
  images: readonly ListingImage[],
  { caller, requestId, entry }: ImageChange,
): Promise<Listing> {
  const nowMs = context.nowMs()
  const updated = { ...listing, images, rowVersion: listing.rowVersion + 1, updatedAtMs: nowMs }
  if (!(await tx.listings.update(updated, listing.rowVersion))) throw new Error("A locked listing was changed.")
  await recordListingChange(tx, listing, updated, nowMs)
  await tx.audit.append({
    action: entry?.action ?? "listing.updated",
    actor: actorOf(caller, requestId),
    subjectId: listing.listingId,
    atMs: nowMs,
    details: entry === undefined ? { fields: "images", rowVersion: updated.rowVersion } : { digest: entry.digest },
  })
  return updated
}

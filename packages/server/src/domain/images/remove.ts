import { recordListingChange } from "../changes/record.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import type { Listing } from "../listings/listing.ts"
import { lockOwnListing } from "../listings/own.ts"
import { notFound } from "../refusal.ts"

export interface RemoveImage {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
  readonly digest: string
}

/** Takes an image away from a listing. @throws Refusal NOT_FOUND for a listing or an image that is not there. */
export async function removeImage(context: AppContext, command: RemoveImage): Promise<Listing> {
  const { caller, slug, digest } = command
  return await context.store.transaction(async (tx) => {
    const listing = await lockOwnListing(tx, caller, slug, "listing.update")
    const images = listing.images.filter((image) => image.digest !== digest)
    if (images.length === listing.images.length) throw notFound("image")
    const nowMs = context.nowMs()
    const updated = { ...listing, images, rowVersion: listing.rowVersion + 1, updatedAtMs: nowMs }
    await tx.images.detach(listing.listingId, digest)
    if (!(await tx.listings.update(updated, listing.rowVersion))) throw new Error("A locked listing was changed.")
    await recordListingChange(tx, listing, updated, nowMs)
    await tx.audit.append({
      action: "listing.image_removed",
      actor: actorOf(caller, command.requestId),
      subjectId: listing.listingId,
      atMs: nowMs,
      details: { digest },
    })
    return updated
  })
}

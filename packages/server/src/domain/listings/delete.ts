import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"
import { type Listing, slugOf } from "./listing.ts"
import { lockOwnListing } from "./own.ts"

export interface DeleteListing {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
}

/**
 * Removes a draft that was never public, with its releases. Nobody can have installed it or linked to it, so its
 * slug is free again; the audit log keeps that it was there. Returns the listing as it was.
 * @throws Refusal NOT_FOUND, ROLE_NOT_ALLOWED, LISTING_WAS_PUBLIC, INVALID_STATE_TRANSITION for a suspended one.
 */
export async function deleteListing(context: AppContext, command: DeleteListing): Promise<Listing> {
  return await context.store.transaction(async (tx) => {
    const listing = await lockOwnListing(tx, command.caller, command.slug, "listing.delete")
    if (listing.firstPublishedAtMs !== null) {
      throw new Refusal("LISTING_WAS_PUBLIC", "Others may rely on this listing, for it was public once.")
    }
    if (listing.status !== "draft") {
      throw new Refusal("INVALID_STATE_TRANSITION", `A ${listing.status} listing cannot be deleted.`)
    }
    await tx.listings.remove(listing.listingId)
    await tx.trustedPublishing.clear(listing.publisher.publisherId, listing.slugName)
    await tx.audit.append({
      action: "listing.deleted",
      actor: actorOf(command.caller, command.requestId),
      subjectId: listing.listingId,
      atMs: context.nowMs(),
      details: { slug: slugOf(listing) },
      publisherId: listing.publisher.publisherId,
    })
    return listing
  })
}

import type { Actor } from "../audit/audit.ts"
import { recordListingChange } from "../changes/record.ts"
import type { AppContext } from "../context.ts"
import type { Listing } from "../listings/listing.ts"
import { isPublic } from "../listings/listing.ts"
import { Refusal } from "../refusal.ts"
import { recordSuspension } from "../revocations/record.ts"
import { moveTo } from "./hide.ts"
import { lockListing } from "./suspend.ts"
import type { Suspension } from "./suspension.ts"

export interface RestoreListing {
  readonly actor: Actor
  readonly slug: string
}

/** A listing for moderators, and its suspension while it has one. */
export interface ModeratedListing {
  readonly listing: Listing
  readonly suspension: Suspension | undefined
}

/**
 * Ends a suspension: the listing returns to the status it had before. While its publisher is locked it stays out of
 * sight, for the lock alone. A listing that is not suspended stays as it is.
 * @throws Refusal NOT_FOUND, INVALID_STATE_TRANSITION where only the publisher's lock suspends it.
 */
export async function restoreListing(context: AppContext, command: RestoreListing): Promise<ModeratedListing> {
  const { actor } = command
  return await context.store.transaction(async (tx) => {
    const listing = await lockListing(tx, command.slug)
    if (listing.status !== "suspended") return { listing, suspension: undefined }
    const standing = await tx.suspensions.find(listing.listingId)
    if (standing?.reason === "publisher_locked") {
      throw new Refusal("INVALID_STATE_TRANSITION", "The listing is suspended because its publisher is locked.")
    }
    const status = standing?.statusBefore ?? "draft"
    const nowMs = context.nowMs()
    const details = { reason: standing?.reason ?? null, statusBefore: status }
    const entry = { action: "listing.restored", actor, subjectId: listing.listingId, atMs: nowMs, details } as const
    if (standing !== undefined && isPublic(status) && listing.publisher.lockedAtMs !== null) {
      const suspension: Suspension = { ...standing, reason: "publisher_locked", note: "", appeal: null }
      await tx.suspensions.put(suspension)
      await tx.audit.append(entry)
      return { listing, suspension }
    }
    await tx.suspensions.remove(listing.listingId)
    const restored = await moveTo(tx, listing, status, nowMs)
    await recordSuspension(tx, restored, "listing_restored", nowMs)
    await recordListingChange(tx, listing, restored, nowMs)
    await tx.audit.append(entry)
    return { listing: restored, suspension: undefined }
  })
}

import type { Actor } from "../audit/audit.ts"
import { listingChanges } from "../changes/record.ts"
import type { AppContext } from "../context.ts"
import type { Listing } from "../listings/listing.ts"
import type { Publisher } from "../publishers/publisher.ts"
import { notFound } from "../refusal.ts"
import { recordSuspension } from "../revocations/record.ts"
import type { Transaction } from "../store.ts"
import { moveTo } from "./hide.ts"

export interface UnlockPublisher {
  readonly actor: Actor
  readonly handle: string
}

const batchSize = 100

/**
 * Ends a publisher's lock. Listings that only the lock suspended return to what they were; one that a moderator
 * suspended by itself stays so. An unlocked publisher stays as it is. @throws Refusal NOT_FOUND.
 */
export async function unlockPublisher(context: AppContext, command: UnlockPublisher): Promise<Publisher> {
  const { actor, handle } = command
  return await context.store.transaction(async (tx) => {
    const publisher = await tx.publishers.lockByHandle(handle)
    if (publisher === undefined) throw notFound("publisher")
    if (publisher.lockedAtMs === null) return publisher
    const { publisherId } = publisher
    const nowMs = context.nowMs()
    await tx.moderation.setPublisherLock(publisherId, null)
    const shown = await showListings(tx, publisherId, nowMs)
    for (const { after } of shown) await recordSuspension(tx, after, "listing_restored", nowMs)
    const changes = shown.flatMap(({ before, after }) => listingChanges(before, after, nowMs))
    await tx.changes.append(changes)
    const details = { reason: publisher.lockReason, publishedListings: changes.length }
    await tx.audit.append({ action: "publisher.unlocked", actor, subjectId: publisherId, atMs: nowMs, details })
    return { ...publisher, lockedAtMs: null, lockReason: null }
  })
}

async function showListings(
  tx: Transaction,
  publisherId: string,
  nowMs: number,
): Promise<{ before: Listing; after: Listing }[]> {
  const moved: { before: Listing; after: Listing }[] = []
  await tx.listings.lockAllOf(publisherId)
  for (;;) {
    const batch = await tx.suspensions.listOfLock(publisherId, batchSize)
    if (batch.length === 0) return moved
    for (const { listingId, statusBefore } of batch) {
      await tx.suspensions.remove(listingId)
      const listing = await tx.listings.findById(listingId)
      if (listing === undefined) throw new Error("A suspension had no listing.")
      moved.push({ before: listing, after: await moveTo(tx, listing, statusBefore, nowMs) })
    }
  }
}

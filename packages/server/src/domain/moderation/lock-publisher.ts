import type { ModerationReason } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import { listingChanges } from "../changes/record.ts"
import type { AppContext } from "../context.ts"
import type { Listing } from "../listings/listing.ts"
import type { Publisher } from "../publishers/publisher.ts"
import { notFound } from "../refusal.ts"
import { recordSuspension } from "../revocations/record.ts"
import type { Transaction } from "../store.ts"
import { hideListing } from "./hide.ts"
import { begun } from "./suspend.ts"

export interface LockPublisher {
  readonly actor: Actor
  readonly handle: string
  readonly reason: ModerationReason
}

/** How many listings are held in memory at a time. */
const batchSize = 100

/**
 * Locks a publisher: its members change nothing of it any more, and its public listings are suspended with it. For a
 * locked one it changes the reason. @throws Refusal NOT_FOUND.
 */
export async function lockPublisher(context: AppContext, command: LockPublisher): Promise<Publisher> {
  const { actor, handle, reason } = command
  return await context.store.transaction(async (tx) => {
    const publisher = await tx.publishers.lockByHandle(handle)
    if (publisher === undefined) throw notFound("publisher")
    if (publisher.lockedAtMs !== null && publisher.lockReason === reason) return publisher
    const { publisherId } = publisher
    const nowMs = context.nowMs()
    const lockedAtMs = publisher.lockedAtMs ?? nowMs
    await tx.moderation.setPublisherLock(publisherId, { atMs: lockedAtMs, reason })
    const hidden = publisher.lockedAtMs === null ? await hideListings(tx, publisherId, actor, nowMs) : []
    for (const { after } of hidden) await recordSuspension(tx, after, "listing_suspended", nowMs)
    const changes = hidden.flatMap(({ before, after }) => listingChanges(before, after, nowMs))
    await tx.changes.append(changes)
    const details = { reason, removedListings: changes.length }
    await tx.audit.append({ action: "publisher.locked", actor, subjectId: publisherId, atMs: nowMs, details })
    return { ...publisher, lockedAtMs, lockReason: reason }
  })
}

type Moved = { readonly before: Listing; readonly after: Listing }

async function hideListings(tx: Transaction, publisherId: string, actor: Actor, nowMs: number): Promise<Moved[]> {
  const moved: Moved[] = []
  await tx.listings.lockAllOf(publisherId)
  // What is hidden is no longer public, so each batch is the next one.
  for (;;) {
    const batch = await tx.listings.listPublicOf(publisherId, batchSize)
    if (batch.length === 0) return moved
    for (const listing of batch) {
      await tx.suspensions.put({ ...begun(listing, nowMs), reason: "publisher_locked", note: "" })
      const after = await hideListing(tx, listing, actor, "publisher_suspended", nowMs)
      moved.push({ before: listing, after })
    }
  }
}

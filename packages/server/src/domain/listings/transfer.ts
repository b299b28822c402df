import { recordListingChange } from "../changes/record.ts"
import type { AppContext } from "../context.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { requireRole, requireUnlocked } from "../publishers/permissions.ts"
import type { Publisher } from "../publishers/publisher.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { type Listing, slugOf } from "./listing.ts"
import { lockOwnListing } from "./own.ts"

export interface TransferListing {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly claim: IdempotencyClaim
  readonly slug: string
  /** Handle of the publisher it goes to. */
  readonly to: string
}

/**
 * Moves a listing with its releases to another publisher. The caller owns the one and is a member of the other, so
 * nobody is handed what they did not ask for. All rights hang on the publisher, so none of the old members' stays.
 * @throws Refusal NOT_FOUND for a listing or publisher that is not theirs, ROLE_NOT_ALLOWED, PUBLISHER_LOCKED,
 *   SLUG_TAKEN, INVALID_STATE_TRANSITION for a suspended listing, or one that is there already.
 */
export async function transferListing(context: AppContext, command: TransferListing): Promise<Once<Listing>> {
  return await context.store.transaction((tx) =>
    once(context, tx, command.claim, async () => {
      const listing = await lockOwnListing(tx, command.caller, command.slug, "listing.give_away")
      const publisher = await findReceiver(tx, command)
      if (listing.status === "suspended") {
        throw new Refusal("INVALID_STATE_TRANSITION", "A suspended listing stays where it is.")
      }
      if (publisher.publisherId === listing.publisher.publisherId) {
        throw new Refusal("INVALID_STATE_TRANSITION", "The listing is with this publisher already.")
      }
      const nowMs = context.nowMs()
      const moved = { ...listing, publisher, rowVersion: listing.rowVersion + 1, updatedAtMs: nowMs }
      if (!(await tx.listings.move(moved, listing))) {
        throw new Refusal("SLUG_TAKEN", `${publisher.handle} has or had another listing named ${listing.slugName}.`)
      }
      // Whom the old publisher trusted is nobody to the new one.
      await tx.trustedPublishing.clear(listing.publisher.publisherId, listing.slugName)
      await recordListingChange(tx, listing, moved, nowMs)
      const entry = {
        action: "listing.transferred",
        actor: actorOf(command.caller, command.requestId),
        subjectId: listing.listingId,
        atMs: nowMs,
        details: { from: slugOf(listing), to: slugOf(moved) },
      } as const
      // Both publishers find it in their slice of the log.
      await tx.audit.append({ ...entry, publisherId: listing.publisher.publisherId })
      await tx.audit.append({ ...entry, publisherId: publisher.publisherId })
      return moved
    }),
  )
}

async function findReceiver(tx: Transaction, { caller, to }: TransferListing): Promise<Publisher> {
  // Locked, so that it cannot be moderated away between this look and the move.
  const publisher = await tx.publishers.lockByHandle(to)
  const role = publisher && (await tx.publishers.roleOf(publisher.publisherId, caller.user.userId))
  if (publisher === undefined || role === undefined) throw notFound("publisher")
  requireRole(role, "listing.receive")
  requireUnlocked(publisher)
  return publisher
}

import { recordListingChange } from "../changes/record.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import type { Listing } from "./listing.ts"
import { lockOwnListing } from "./own.ts"

export interface LiftDeprecation {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
}

/** Takes a deprecation back. A listing that has none stays as it is. @throws Refusal NOT_FOUND. */
export async function liftDeprecation(context: AppContext, command: LiftDeprecation): Promise<Listing> {
  return await context.store.transaction(async (tx) => {
    const listing = await lockOwnListing(tx, command.caller, command.slug, "listing.deprecate")
    if (listing.deprecation === null) return listing
    const nowMs = context.nowMs()
    const updated = { ...listing, deprecation: null, rowVersion: listing.rowVersion + 1, updatedAtMs: nowMs }
    if (!(await tx.listings.update(updated, listing.rowVersion))) throw new Error("A locked listing was changed.")
    await recordListingChange(tx, listing, updated, nowMs)
    await tx.audit.append({
      action: "listing.deprecation_lifted",
      actor: actorOf(command.caller, command.requestId),
      subjectId: listing.listingId,
      atMs: nowMs,
      details: {},
    })
    return updated
  })
}

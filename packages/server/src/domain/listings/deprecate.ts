import { splitSlug } from "@fleetprompt/sdk/contracts"
import { recordListingChange } from "../changes/record.ts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { isPublic, type Listing } from "./listing.ts"
import { lockOwnListing } from "./own.ts"

export interface DeprecateListing {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
  readonly message: string
  readonly successor: string | null
}

/**
 * Says that a listing is no longer kept up, why, and what to use instead. It stays readable and installable. The
 * same words again are no change; other words keep the moment of the first.
 * @throws Refusal NOT_FOUND, SECRET_DETECTED, VALIDATION_FAILED for a successor that nobody could read, or the listing itself.
 */
export async function deprecateListing(context: AppContext, command: DeprecateListing): Promise<Listing> {
  const { message, successor } = command
  await refuseSecrets({ message })
  return await context.store.transaction(async (tx) => {
    const listing = await lockOwnListing(tx, command.caller, command.slug, "listing.deprecate")
    const known = listing.deprecation
    if (known !== null && known.message === message && known.successor === successor) return listing
    if (successor !== null) await refuseUnreadable(tx, listing, successor)
    const nowMs = context.nowMs()
    const updated: Listing = {
      ...listing,
      deprecation: { message, successor, atMs: known?.atMs ?? nowMs },
      rowVersion: listing.rowVersion + 1,
      updatedAtMs: nowMs,
    }
    if (!(await tx.listings.update(updated, listing.rowVersion))) throw new Error("A locked listing was changed.")
    await recordListingChange(tx, listing, updated, nowMs)
    await tx.audit.append({
      action: "listing.deprecated",
      actor: actorOf(command.caller, command.requestId),
      subjectId: listing.listingId,
      atMs: nowMs,
      details: { successor },
    })
    return updated
  })
}

/** A missing successor and a hidden one are one answer. */
async function refuseUnreadable(tx: Transaction, listing: Listing, successor: string): Promise<void> {
  const { publisher, name } = splitSlug(successor)
  const found = await tx.listings.findBySlug(publisher, name)
  if (found !== undefined && isPublic(found.status) && found.listingId !== listing.listingId) return
  throw new Refusal("VALIDATION_FAILED", "The successor must be another listing that everybody can read.", [
    { pointer: "/successor", code: "reference", message: "must be the slug of another public listing" },
  ])
}

import { type ModerationReason, splitSlug } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import { recordListingChange } from "../changes/record.ts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { type Listing, slugOf } from "../listings/listing.ts"
import { notFound } from "../refusal.ts"
import { recordSuspension } from "../revocations/record.ts"
import type { Transaction } from "../store.ts"
import { hideListing } from "./hide.ts"
import type { Suspension, SuspensionView } from "./suspension.ts"

export interface SuspendListing {
  readonly actor: Actor
  readonly slug: string
  readonly reason: ModerationReason
  /** What the publisher's members are told. */
  readonly note: string
}

/**
 * Takes a listing out of public at once: no read, no search, no install, and a tombstone in the change feed. For a
 * suspended one it changes reason and note. @throws Refusal NOT_FOUND, SECRET_DETECTED.
 */
export async function suspendListing(context: AppContext, command: SuspendListing): Promise<SuspensionView> {
  const { actor, slug, reason, note } = command
  await refuseSecrets({ note })
  return await context.store.transaction(async (tx) => {
    const listing = await lockListing(tx, slug)
    const standing = await tx.suspensions.find(listing.listingId)
    if (standing?.reason === reason && standing.note === note) return { ...standing, slug: slugOf(listing) }
    const nowMs = context.nowMs()
    const suspension: Suspension = { ...(standing ?? begun(listing, nowMs)), reason, note }
    await tx.suspensions.put(suspension)
    if (listing.status !== "suspended") {
      const hidden = await hideListing(tx, listing, actor, "listing_suspended", nowMs)
      await recordSuspension(tx, hidden, "listing_suspended", nowMs)
      await recordListingChange(tx, listing, hidden, nowMs)
    }
    const details = { reason, statusBefore: suspension.statusBefore }
    await tx.audit.append({
      action: "listing.suspended",
      actor,
      subjectId: listing.listingId,
      atMs: nowMs,
      details,
    })
    return { ...suspension, slug: slugOf(listing) }
  })
}

/** A suspension as it begins. A listing that was suspended past the routes has no status to return to but `draft`. */
export const begun = (listing: Listing, nowMs: number): Omit<Suspension, "reason" | "note"> => ({
  listingId: listing.listingId,
  statusBefore: listing.status === "suspended" ? "draft" : listing.status,
  suspendedAtMs: nowMs,
  appeal: null,
})

/** Locks a listing for a moderator, whoever it belongs to. @throws Refusal NOT_FOUND. */
export async function lockListing(tx: Transaction, slug: string): Promise<Listing> {
  const { publisher, name } = splitSlug(slug)
  const listing = await tx.listings.lockBySlug(publisher, name)
  if (listing === undefined) throw notFound("listing")
  return listing
}

import type { CancelReason } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import type { Listing } from "../listings/listing.ts"
import type { Transaction } from "../store.ts"

/**
 * Takes a locked listing out of sight and lets no install of it go on. Returns how it stands now. What is installed
 * of it already is told of by `recordSuspension`, which comes last.
 */
export async function hideListing(
  tx: Transaction,
  listing: Listing,
  actor: Actor,
  reason: CancelReason,
  nowMs: number,
): Promise<Listing> {
  const hidden = await moveTo(tx, listing, "suspended", nowMs)
  const canceled = await tx.installs.cancelOpenOfListing(listing.listingId, reason, nowMs)
  for (const subjectId of canceled) {
    await tx.audit.append({ action: "install.canceled", actor, subjectId, atMs: nowMs, details: { reason } })
  }
  return hidden
}

/** Puts a locked listing into a status past the publisher's own rules. */
export async function moveTo(
  tx: Transaction,
  listing: Listing,
  status: Listing["status"],
  nowMs: number,
): Promise<Listing> {
  const moved: Listing = { ...listing, status, rowVersion: listing.rowVersion + 1, updatedAtMs: nowMs }
  if (!(await tx.listings.update(moved, listing.rowVersion))) throw new Error("A locked listing was changed.")
  return moved
}

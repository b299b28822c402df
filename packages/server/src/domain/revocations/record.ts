import type { RevocationCause } from "@fleetprompt/sdk/contracts"
import type { Listing } from "../listings/listing.ts"
import type { Transaction } from "../store.ts"

/**
 * Tells those who may have installed a release that it was revoked; in the transaction of the revocation, as one of its
 * last writes. Nobody can have installed what was never public.
 */
export async function recordRevocation(
  tx: Transaction,
  listing: Listing,
  releaseId: string,
  atMs: number,
): Promise<void> {
  if (listing.firstPublishedAtMs === null) return
  await tx.revocations.append({ releaseId, revoked: true, cause: "release_revoked", atMs })
}

/** The same for every release of a listing that is suspended, or is so no more. */
export async function recordSuspension(
  tx: Transaction,
  listing: Listing,
  cause: Exclude<RevocationCause, "release_revoked">,
  atMs: number,
): Promise<void> {
  if (listing.firstPublishedAtMs === null) return
  await tx.revocations.appendListing(listing.listingId, { revoked: cause === "listing_suspended", cause, atMs })
}

import { splitSlug } from "@fleetprompt/sdk/contracts"
import type { UserPrincipal } from "../identity/user.ts"
import { type PublisherAct, requireRole, requireUnlocked } from "../publishers/permissions.ts"
import { notFound } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { requireAllowedListing } from "./allow.ts"
import type { Listing } from "./listing.ts"

/**
 * Locks a listing for its publisher's member. Whoever is no member is answered as if it did not exist (§9.1).
 * @throws Refusal NOT_FOUND, ROLE_NOT_ALLOWED for a member whose role does not cover the act, LISTING_NOT_ALLOWED,
 *   PUBLISHER_LOCKED.
 */
export async function lockOwnListing(
  tx: Transaction,
  caller: UserPrincipal,
  slug: string,
  act: PublisherAct,
): Promise<Listing> {
  const { publisher, name } = splitSlug(slug)
  const listing = await tx.listings.lockBySlug(publisher, name)
  if (listing === undefined) throw notFound("listing")
  const role = await tx.publishers.roleOf(listing.publisher.publisherId, caller.user.userId)
  if (role === undefined) throw notFound("listing")
  requireRole(role, act)
  requireAllowedListing(caller, listing.listingId)
  requireUnlocked(listing.publisher)
  return listing
}

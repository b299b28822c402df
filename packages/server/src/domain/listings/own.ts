import { splitSlug } from "@fleetprompt/sdk/contracts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import type { Listing } from "./listing.ts"

/**
 * Locks a listing for its publisher's member. Whoever is no member is answered as if it did not exist (§9.1).
 * @throws Refusal NOT_FOUND.
 */
export async function lockOwnListing(tx: Transaction, caller: UserPrincipal, slug: string): Promise<Listing> {
  const { publisher, name } = splitSlug(slug)
  const listing = await tx.listings.lockBySlug(publisher, name)
  if (listing === undefined) throw notFound("listing")
  const role = await tx.publishers.roleOf(listing.publisher.publisherId, caller.user.userId)
  if (role === undefined) throw notFound("listing")
  return listing
}

import { splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { type PublisherAct, requireRole, requireUnlocked } from "../publishers/permissions.ts"
import { notFound } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { requireLiveRun, requireOwnSlug, type Publishing } from "../trusted-publishing/may.ts"
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

/**
 * The same for whoever publishes: a member, or a run for the listing its token is for.
 * @throws Refusal as {@link lockOwnListing}; of a run's token LISTING_NOT_ALLOWED, UNAUTHENTICATED, TOKEN_REVOKED,
 *   TOKEN_EXPIRED.
 */
export async function lockPublishedListing(
  context: Pick<AppContext, "nowMs">,
  tx: Transaction,
  caller: Publishing,
  slug: string,
  act: "listing.update" | "listing.set_status" | "release.publish",
): Promise<Listing> {
  if (caller.kind === "user") return await lockOwnListing(tx, caller, slug, act)
  requireOwnSlug(caller, slug)
  const { publisher, name } = splitSlug(slug)
  const listing = await tx.listings.lockBySlug(publisher, name)
  if (listing === undefined) throw notFound("listing")
  await requireLiveRun(context, tx, caller, { slug, publisherId: listing.publisher.publisherId })
  requireUnlocked(listing.publisher)
  return listing
}

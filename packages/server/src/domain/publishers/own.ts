import type { MemberRole } from "@fleetprompt/sdk/contracts"
import type { UserPrincipal } from "../identity/user.ts"
import { requireAllowedListing } from "../listings/allow.ts"
import { notFound } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { type PublisherAct, requireRole, requireUnlocked } from "./permissions.ts"
import type { Publisher } from "./publisher.ts"

/**
 * Locks a publisher for its member, so that of two changes to its profile or members one comes after the other.
 * @throws Refusal NOT_FOUND for whoever is no member, ROLE_NOT_ALLOWED, LISTING_NOT_ALLOWED, PUBLISHER_LOCKED.
 */
export async function lockOwnPublisher(
  tx: Transaction,
  caller: UserPrincipal,
  handle: string,
  act: PublisherAct,
): Promise<{ publisher: Publisher; role: MemberRole }> {
  const publisher = await tx.publishers.lockByHandle(handle)
  const role = publisher && (await tx.publishers.roleOf(publisher.publisherId, caller.user.userId))
  if (publisher === undefined || role === undefined) throw notFound("publisher")
  requireRole(role, act)
  // A token that was made for certain listings has no say in the publisher they belong to.
  requireAllowedListing(caller, "new")
  requireUnlocked(publisher)
  return { publisher, role }
}

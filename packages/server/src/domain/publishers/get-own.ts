import type { MemberRole } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound } from "../refusal.ts"
import type { Membership, Publisher } from "./publisher.ts"

/** A publisher as its member finds it, with their role. @throws Refusal NOT_FOUND for everybody else. */
export async function getOwnPublisher(
  context: AppContext,
  caller: UserPrincipal,
  handle: string,
): Promise<{ publisher: Publisher; role: MemberRole }> {
  const { publishers } = context.store.read
  const publisher = await publishers.findByHandle(handle)
  const role = publisher && (await publishers.roleOf(publisher.publisherId, caller.user.userId))
  if (publisher === undefined || role === undefined) throw notFound("publisher")
  return { publisher, role }
}

/** The publishers the caller is a member of, by handle. */
export const listMemberships = (context: AppContext, { user }: UserPrincipal): Promise<Membership[]> =>
  context.store.read.publishers.membershipsOf(user.userId)

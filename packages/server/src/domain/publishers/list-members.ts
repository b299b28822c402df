import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound } from "../refusal.ts"
import { requireRole } from "./permissions.ts"
import type { KnownMember } from "./publisher.ts"

/** The members of a publisher, for its members. @throws Refusal NOT_FOUND for everybody else. */
export async function listMembers(context: AppContext, caller: UserPrincipal, handle: string): Promise<KnownMember[]> {
  const { publishers } = context.store.read
  const publisher = await publishers.findByHandle(handle)
  const role = publisher && (await publishers.roleOf(publisher.publisherId, caller.user.userId))
  if (publisher === undefined || role === undefined) throw notFound("publisher")
  requireRole(role, "members.read")
  return await publishers.listMembers(publisher.publisherId)
}

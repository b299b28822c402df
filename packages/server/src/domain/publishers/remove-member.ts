import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound } from "../refusal.ts"
import { refuseWithoutOwner } from "./last-owner.ts"
import { lockOwnPublisher } from "./own.ts"
import { requireRole } from "./permissions.ts"
import type { KnownMember } from "./publisher.ts"

export interface RemoveMember {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly handle: string
  readonly userId: string
}

/**
 * Takes a member out of a publisher. An owner may remove anybody, and every member may leave.
 * @throws Refusal NOT_FOUND, ROLE_NOT_ALLOWED, LAST_OWNER.
 */
export async function removeMember(context: AppContext, command: RemoveMember): Promise<KnownMember> {
  const { caller, userId } = command
  return await context.store.transaction(async (tx) => {
    const { publisher, role } = await lockOwnPublisher(tx, caller, command.handle, "members.read")
    if (userId !== caller.user.userId) requireRole(role, "members.manage")
    const members = await tx.publishers.listMembers(publisher.publisherId)
    const member = members.find((one) => one.userId === userId)
    if (member === undefined) throw notFound("member")
    if (member.role === "owner") refuseWithoutOwner(members, userId)
    await tx.publishers.removeMember(publisher.publisherId, userId)
    await tx.audit.append({
      action: "publisher.member_removed",
      actor: actorOf(caller, command.requestId),
      subjectId: publisher.publisherId,
      atMs: context.nowMs(),
      details: { userId, role: member.role },
    })
    return member
  })
}

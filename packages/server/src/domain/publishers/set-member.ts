import { limits, type MemberRole } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { User, UserPrincipal } from "../identity/user.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { refuseWithoutOwner } from "./last-owner.ts"
import { lockOwnPublisher } from "./own.ts"
import type { KnownMember } from "./publisher.ts"

export interface SetMember {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly handle: string
  readonly userId: string
  readonly role: MemberRole
}

/**
 * Gives a user a place in a publisher, or another role. The role they already have is no change and no error.
 * @throws Refusal NOT_FOUND, ROLE_NOT_ALLOWED, LAST_OWNER, MEMBER_LIMIT_REACHED, and PUBLISHER_LIMIT_REACHED where
 *   the user owns as many publishers as they may.
 */
export async function setMember(context: AppContext, command: SetMember): Promise<KnownMember> {
  const { caller, handle, userId, role } = command
  return await context.store.transaction(async (tx) => {
    const { publisher } = await lockOwnPublisher(tx, caller, handle, "members.manage")
    const user = await tx.users.find(userId)
    if (user === undefined) throw notFound("user")
    const members = await tx.publishers.listMembers(publisher.publisherId)
    const member = members.find((one) => one.userId === userId)
    if (member?.role === role) return member
    if (role === "owner") await refuseTooMany(context, tx, user)
    if (member?.role === "owner") refuseWithoutOwner(members, userId)
    const placed = await place(context, tx, publisher.publisherId, members, user, role)
    await tx.audit.append({
      action: member === undefined ? "publisher.member_added" : "publisher.member_role_changed",
      actor: actorOf(caller, command.requestId),
      subjectId: publisher.publisherId,
      atMs: context.nowMs(),
      details: { userId, from: member?.role ?? null, to: role },
    })
    return placed
  })
}

async function refuseTooMany(context: AppContext, tx: Transaction, user: User): Promise<void> {
  await tx.users.lock(user.userId)
  if ((await tx.publishers.countOwnedBy(user.userId)) < context.settings.publishersPerUserMax) return
  throw new Refusal("PUBLISHER_LIMIT_REACHED", "This user owns as many publishers as one user may.")
}

async function place(
  context: AppContext,
  tx: Transaction,
  publisherId: string,
  members: readonly KnownMember[],
  { userId, iss, sub }: User,
  role: MemberRole,
): Promise<KnownMember> {
  const known = members.find((member) => member.userId === userId)
  if (known !== undefined) {
    await tx.publishers.setRole(publisherId, userId, role)
    return { ...known, role }
  }
  if (members.length >= limits.membersPerPublisherMax) {
    throw new Refusal("MEMBER_LIMIT_REACHED", `A publisher has at most ${limits.membersPerPublisherMax} members.`)
  }
  const addedAtMs = context.nowMs()
  await tx.publishers.addMember({ publisherId, userId, role, addedAtMs })
  return { userId, iss, sub, role, addedAtMs }
}

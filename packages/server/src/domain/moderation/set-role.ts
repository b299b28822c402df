import type { ModerationRole } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { notFound } from "../refusal.ts"
import type { ModeratedUser } from "./store.ts"

export interface SetModerationRole {
  readonly actor: Actor
  readonly userId: string
  /** Null takes it away. */
  readonly role: ModerationRole | null
}

/** Gives a user a role in moderation. The one they have is no change. @throws Refusal NOT_FOUND. */
export async function setModerationRole(context: AppContext, command: SetModerationRole): Promise<ModeratedUser> {
  const { actor, userId, role } = command
  return await context.store.transaction(async (tx) => {
    await tx.users.lock(userId)
    const user = await tx.moderation.findUser(userId)
    if (user === undefined) throw notFound("user")
    if (user.role === role) return user
    await tx.moderation.setRole(userId, role)
    const details = { from: user.role, to: role }
    await tx.audit.append({ action: "user.role_changed", actor, subjectId: userId, atMs: context.nowMs(), details })
    return { ...user, role }
  })
}

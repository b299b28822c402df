import type { ModerationReason } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { ModeratedUser } from "./store.ts"

export interface LockUser {
  readonly actor: Actor
  readonly userId: string
  /** Null ends the lock. */
  readonly reason: ModerationReason | null
}

/**
 * Locks an account out, whatever credential it shows, and cancels what it was about to install; or lets it in again.
 * The same again is no change. @throws Refusal NOT_FOUND, INVALID_STATE_TRANSITION for one's own account.
 */
export async function lockUser(context: AppContext, command: LockUser): Promise<ModeratedUser> {
  const { actor, userId, reason } = command
  if (actor.kind === "user" && actor.id === userId) {
    throw new Refusal("INVALID_STATE_TRANSITION", "Nobody locks their own account.")
  }
  return await context.store.transaction(async (tx) => {
    await tx.users.lock(userId)
    const user = await tx.moderation.findUser(userId)
    if (user === undefined) throw notFound("user")
    if ((user.lockedAtMs === null) === (reason === null) && user.lockReason === reason) return user
    const nowMs = context.nowMs()
    const lockedAtMs = reason === null ? null : (user.lockedAtMs ?? nowMs)
    await tx.moderation.setUserLock(userId, reason === null ? null : { atMs: user.lockedAtMs ?? nowMs, reason })
    const canceled = reason === null ? [] : await tx.installs.cancelOpenOfBuyer(userId, "admin", nowMs)
    for (const subjectId of canceled) {
      const details = { reason: "admin" }
      await tx.audit.append({ action: "install.canceled", actor, subjectId, atMs: nowMs, details })
    }
    const action = reason === null ? "user.unlocked" : "user.locked"
    await tx.audit.append({ action, actor, subjectId: userId, atMs: nowMs, details: { reason } })
    return { ...user, lockedAtMs, lockReason: reason }
  })
}

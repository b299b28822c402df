import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { notFound } from "../refusal.ts"
import { keyedTarget } from "./get.ts"
import type { KeyedTarget } from "./target.ts"

export interface SetTargetDisabled {
  readonly actor: Actor
  readonly name: string
  readonly disabled: boolean
}

/**
 * Shuts a target out, whatever credential it shows, and cancels what is open for it; or lets it in again. What it is
 * already is no change. @throws Refusal NOT_FOUND.
 */
export async function setTargetDisabled(context: AppContext, command: SetTargetDisabled): Promise<KeyedTarget> {
  const { actor, name, disabled } = command
  return await context.store.transaction(async (tx) => {
    const target = await tx.targets.lockByName(name)
    if (target === undefined) throw notFound("target")
    if ((target.disabledAtMs !== null) === disabled) return await keyedTarget(tx.targets, name)
    const atMs = context.nowMs()
    const { targetId } = target
    const rowVersion = target.rowVersion + 1
    await tx.targets.update({ ...target, disabledAtMs: disabled ? atMs : null, rowVersion })
    const reason = "target_disabled"
    const canceled = disabled ? await tx.installs.cancelOpenOfTarget(targetId, reason, atMs) : []
    for (const subjectId of canceled) {
      await tx.audit.append({ action: "install.canceled", actor, subjectId, atMs, details: { reason } })
    }
    const action = disabled ? "target.disabled" : "target.enabled"
    const details = { name, canceledInstalls: canceled.length }
    await tx.audit.append({ action, actor, subjectId: targetId, atMs, details })
    return await keyedTarget(tx.targets, name)
  })
}

import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound, Refusal } from "../refusal.ts"
import { type InstallView, statusAt } from "./intent.ts"

export interface CancelInstall {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly installIntentId: string
}

/**
 * The buyer takes an install back while it is open; its token is dead at once. Canceled is canceled, whoever did it.
 * @throws Refusal NOT_FOUND unless it is the caller's, INSTALL_TOKEN_REDEEMED, INVALID_STATE_TRANSITION once expired.
 */
export async function cancelInstall(context: AppContext, command: CancelInstall): Promise<InstallView> {
  const { caller, installIntentId } = command
  const canceled = await context.store.transaction(async (tx): Promise<InstallView> => {
    const intent = await tx.installs.lock(installIntentId)
    if (intent === undefined || intent.buyerUserId !== caller.user.userId) throw notFound("install intent")
    const nowMs = context.nowMs()
    const status = statusAt(intent, nowMs)
    if (status === "canceled") return intent
    if (status === "redeemed") {
      throw new Refusal("INSTALL_TOKEN_REDEEMED", "This install was already handed over; undo it in the target.")
    }
    if (status === "expired") throw new Refusal("INVALID_STATE_TRANSITION", "This install has expired.")
    const reason = "buyer"
    if (!(await tx.installs.cancel(installIntentId, reason))) throw new Error("A locked intent was closed.")
    await tx.audit.append({
      action: "install.canceled",
      actor: actorOf(caller, command.requestId),
      subjectId: installIntentId,
      atMs: nowMs,
      details: { reason },
    })
    return { ...intent, status: "canceled", cancelReason: reason }
  })
  context.installWaits.wake(installIntentId)
  return canceled
}

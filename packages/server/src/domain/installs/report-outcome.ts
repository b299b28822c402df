import { limits, type InstallOutcome, type OutcomeCode, type ReportedOutcome } from "@fleetprompt/sdk/contracts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { TargetPrincipal } from "../targets/target.ts"

export interface ReportOutcome {
  readonly caller: TargetPrincipal
  readonly requestId: string
  readonly installIntentId: string
  readonly redemptionId: string
  readonly outcome: InstallOutcome
  readonly code: OutcomeCode | null
  /** What the target calls the installed thing; the first that is given stays. */
  readonly targetInstallRef: string | null
}

/**
 * Records what the target says became of a redeemed install: the only way anything is ever called completed (§4.2).
 * The same report again is no change; after a failure the target may still report success.
 * @throws Refusal NOT_FOUND unless this target redeemed it under this redemptionId, OUTCOME_CONFLICT,
 *   INVALID_STATE_TRANSITION after 30 days, SECRET_DETECTED.
 */
export async function reportOutcome(context: AppContext, command: ReportOutcome): Promise<ReportedOutcome> {
  const { installIntentId, outcome, code, targetInstallRef } = command
  await refuseSecrets({ targetInstallRef })
  const reported = await context.store.transaction(async (tx) => {
    const intent = await tx.installs.lock(installIntentId)
    const theirs = intent?.targetId === command.caller.target.targetId && intent.redemptionId === command.redemptionId
    if (intent === undefined || !theirs || intent.redeemedAtMs === null) throw notFound("redemption")
    if (intent.outcome === outcome && intent.outcomeAtMs !== null) {
      return { installIntentId, outcome, outcomeAtMs: intent.outcomeAtMs }
    }
    const opens = intent.outcome === null || (intent.outcome === "failed" && outcome === "completed")
    if (!opens) throw new Refusal("OUTCOME_CONFLICT", `The outcome was already reported as ${intent.outcome}.`)
    const nowMs = context.nowMs()
    if (nowMs - intent.redeemedAtMs > limits.outcomeWindowMs) {
      throw new Refusal("INVALID_STATE_TRANSITION", "An outcome can be reported for 30 days after the redemption.")
    }
    if (!(await tx.installs.setOutcome({ installIntentId, outcome, code, targetInstallRef, nowMs })))
      throw notFound("redemption")
    await tx.audit.append({
      action: "install.outcome_reported",
      actor: actorOf(command.caller, command.requestId),
      subjectId: installIntentId,
      atMs: nowMs,
      details: { outcome, code },
    })
    return { installIntentId, outcome, outcomeAtMs: nowMs }
  })
  context.installWaits.wake(installIntentId)
  return reported
}

import { readSuccess } from "./answer.ts"
import { call } from "./call.ts"
import { type InstallOutcome, type OutcomeCode, readReportedOutcome } from "./outcome.ts"
import { isRedemptionId } from "./redemption-id.ts"
import type { Settings } from "./settings.ts"
import { isId } from "./shape.ts"

/** What is reported, and about which redemption. */
export interface Report {
  redemptionId: string
  outcome: InstallOutcome
  code: OutcomeCode | undefined
  targetInstallRef: string | undefined
}

/** See `Redeemer.report`. */
export async function report(
  settings: Settings,
  installIntentId: string,
  body: Report,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (!isId("ins", installIntentId)) throw new TypeError("installIntentId must be an install intent id (ins_…).")
  if (!isRedemptionId(body.redemptionId)) throw new TypeError("redemptionId must be the one of the redemption.")
  const path = `/v1/install-intents/${installIntentId}/outcome`
  readSuccess(await call(settings, { path, body, changesState: true, signal }), readReportedOutcome)
}

import { type FleetPrompt, isFleetPromptError } from "@fleetprompt/sdk/fetch"
import type { InstallIntent } from "@fleetprompt/sdk/contracts"
import type { Context } from "../../context.ts"
import { CliError } from "../../errors.ts"
import { fields } from "../../output/fields.ts"
import { spanText } from "../../output/time.ts"
import { visibleLine } from "../../output/visible.ts"
import { intentFields, stateOf } from "../intent/text.ts"

export const waitGoals = ["redeemed", "outcome"] as const
export type WaitGoal = (typeof waitGoals)[number]

interface Wait {
  readonly until: WaitGoal
  readonly waitMs: number
}

/**
 * Waits until an install got where it should, or cannot any more.
 * @throws CliError where the time is over first.
 */
export async function waitForEnd(
  client: FleetPrompt,
  installIntentId: string,
  { until, waitMs }: Wait,
  { io, output }: Context,
): Promise<InstallIntent> {
  const options = { until, timeoutMs: waitMs, signal: io.interrupted }
  return await output.waiting(
    until === "outcome" ? "Waiting for the target's word" : "Waiting for the target",
    client.installs.wait(installIntentId, options).catch((error: unknown) => {
      if (!isFleetPromptError(error) || error.name !== "TimeoutError") throw error
      throw new CliError({
        code: "INSTALL_PENDING",
        message: `${installIntentId} is still under way after ${spanText(waitMs)}.`,
        remedy: `Wait on with \`fleetprompt intent wait ${installIntentId}\`; nothing is lost meanwhile.`,
      })
    }),
  )
}

/**
 * Prints how an install ended.
 * @throws CliError where it did not come about, after it was printed.
 */
export function printEnd(intent: InstallIntent, until: WaitGoal, { io, output }: Context): void {
  output.result(intent, () => fields(intentFields(intent, io.nowMs()), output.theme))
  const isGood = until === "outcome" ? intent.outcome === "completed" : intent.status === "redeemed"
  if (isGood) return
  const { installIntentId, target, outcomeCode } = intent
  const why = [stateOf(intent), outcomeCode].filter(Boolean).join(", ")
  throw new CliError({
    code: "NOT_INSTALLED",
    message: `${installIntentId} did not come about: ${visibleLine(why)}.`,
    remedy: `Ask at ${visibleLine(target.name)} why, then start anew with \`fleetprompt install\`.`,
  })
}

import type { Command } from "commander"
import { Option } from "commander"
import { waitOption } from "../../arguments/duration.ts"
import { intentIdArgument } from "../../arguments/intent-id.ts"
import type { Context } from "../../context.ts"
import { printEnd, waitForEnd, type WaitGoal, waitGoals } from "../install/wait.ts"

export interface WaitIntentOptions {
  readonly installIntentId: string
  readonly until: WaitGoal
  /** The longest to wait, in milliseconds. */
  readonly for: number
}

export function define(command: Command, context: Context, run = waitIntent): void {
  command
    .argument("<install>", "its id, as `install` and `intent list` print it", intentIdArgument)
    .addOption(
      new Option("--until <what>", "until the target took it on, or said what became of it")
        .choices(waitGoals)
        .default("outcome"),
    )
    .addOption(new Option("--for <time>", "the longest to wait").argParser(waitOption).default(600_000, "10m"))
    .action((installIntentId: string, flags: Omit<WaitIntentOptions, "installIntentId">) =>
      run({ installIntentId, ...flags }, context),
    )
}

/** Waits for an install: exit 0 once it is completed, 8 where the time is over first, 10 where it did not come about. */
export async function waitIntent(options: WaitIntentOptions, context: Context): Promise<void> {
  const client = await context.signedInClient()
  const { installIntentId, until, for: waitMs } = options
  printEnd(await waitForEnd(client, installIntentId, { until, waitMs }, context), until, context)
}

import type { Command } from "commander"
import { intentIdArgument } from "../../arguments/intent-id.ts"
import { ttlOption } from "../../arguments/duration.ts"
import type { Context } from "../../context.ts"
import { addHandoverOptions, type HandoverOptions, handOver, requireHandover } from "../install/hand-over.ts"

export interface ReissueIntentOptions extends HandoverOptions {
  readonly installIntentId: string
  readonly ttl?: number
}

export function define(command: Command, context: Context, run = reissueIntent): void {
  command
    .argument("<install>", "its id, as `install` and `intent list` print it", intentIdArgument)
    .option("--ttl <time>", "how long the token lives, 1m to 1h (default 15m)", ttlOption)
  addHandoverOptions(command).action((installIntentId: string, flags: Omit<ReissueIntentOptions, "installIntentId">) =>
    run({ installIntentId, ...flags }, context),
  )
}

/** Issues a new link for an install that was not redeemed yet; the one before is dead at once. */
export async function reissueIntent(options: ReissueIntentOptions, context: Context): Promise<void> {
  const { installIntentId, ttl } = options
  requireHandover(options, context)
  const client = await context.signedInClient()
  const body = ttl === undefined ? {} : { ttlMs: ttl }
  const issued = await context.output.waiting("Issuing a new link", client.installs.issue(installIntentId, body))
  await handOver(issued, options, client, context)
}

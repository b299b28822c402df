import type { Command } from "commander"
import { intentIdArgument } from "../../arguments/intent-id.ts"
import type { Context } from "../../context.ts"

export interface CancelIntentOptions {
  readonly installIntentId: string
}

export function define(command: Command, context: Context, run = cancelIntent): void {
  command
    .argument("<install>", "its id, as `install` and `intent list` print it", intentIdArgument)
    .action((installIntentId: string) => run({ installIntentId }, context))
}

/** Calls an install off; its token is dead at once. */
export async function cancelIntent({ installIntentId }: CancelIntentOptions, context: Context): Promise<void> {
  const { output } = context
  const client = await context.signedInClient()
  const intent = await output.waiting("Canceling the install", client.installs.cancel(installIntentId))
  output.result(intent, () => `${installIntentId} is canceled.`)
}

import type { Command } from "commander"
import { intentIdArgument } from "../../arguments/intent-id.ts"
import type { Context } from "../../context.ts"
import { fields } from "../../output/fields.ts"
import { intentFields } from "./text.ts"

export interface GetIntentOptions {
  readonly installIntentId: string
}

export function define(command: Command, context: Context, run = getIntent): void {
  command
    .argument("<install>", "its id, as `install` and `intent list` print it", intentIdArgument)
    .action((installIntentId: string) => run({ installIntentId }, context))
}

/** Prints one install of the caller: how far it got, and what the target reported. */
export async function getIntent({ installIntentId }: GetIntentOptions, context: Context): Promise<void> {
  const { io, output } = context
  const client = await context.signedInClient()
  const intent = await output.waiting("Reading the install", client.installs.get(installIntentId))
  output.result(intent, () => fields(intentFields(intent, io.nowMs()), output.theme))
}

import { adminOf } from "@fleetprompt/sdk/admin"
import { targetName } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { parsedBy } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"

export interface DisableTargetOptions {
  readonly name: string
}

export function define(command: Command, context: Context, run = disableTarget): void {
  command.argument("<target>", "its name", parsedBy(targetName)).action((name: string) => run({ name }, context))
}

/** Keeps a target from taking anything and cancels what was on its way there. For admins. */
export async function disableTarget({ name }: DisableTargetOptions, context: Context): Promise<void> {
  const { output } = context
  const client = await context.signedInClient()
  const target = await output.waiting("Changing the target", adminOf(client).targets.disable(name))
  output.result(target, () => `${name} is disabled.`)
}

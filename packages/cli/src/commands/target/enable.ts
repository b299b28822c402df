import { adminOf } from "@fleetprompt/sdk/admin"
import { targetName } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { parsedBy } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"

export interface EnableTargetOptions {
  readonly name: string
}

export function define(command: Command, context: Context, run = enableTarget): void {
  command.argument("<target>", "its name", parsedBy(targetName)).action((name: string) => run({ name }, context))
}

/** Lets a disabled target take installs again. For admins. */
export async function enableTarget({ name }: EnableTargetOptions, context: Context): Promise<void> {
  const { output } = context
  const client = await context.signedInClient()
  const target = await output.waiting("Changing the target", adminOf(client).targets.enable(name))
  output.result(target, () => `${name} is enabled.`)
}

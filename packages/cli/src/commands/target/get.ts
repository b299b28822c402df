import { adminOf } from "@fleetprompt/sdk/admin"
import { targetName } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { parsedBy } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { fields } from "../../output/fields.ts"
import { targetFields } from "./text.ts"

export interface GetTargetOptions {
  readonly name: string
}

export function define(command: Command, context: Context, run = getTarget): void {
  command.argument("<target>", "its name", parsedBy(targetName)).action((name: string) => run({ name }, context))
}

/** Prints a target's settings and its credentials, without any secret. For moderators. */
export async function getTarget({ name }: GetTargetOptions, context: Context): Promise<void> {
  const { io, output } = context
  const client = await context.signedInClient()
  const target = await output.waiting("Reading the target", adminOf(client).targets.get(name))
  output.result(target, () => fields(targetFields(target, io.nowMs()), output.theme))
}

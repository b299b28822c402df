import type { Command } from "commander"
import { readSettings, settingsPath } from "../../config/settings.ts"
import type { Context } from "../../context.ts"
import { fields } from "../../output/fields.ts"

export function define(command: Command, context: Context, run = listSettings): void {
  command.action(() => run(context))
}

/** Prints what is set, and where it is kept. */
export async function listSettings({ io, output }: Context): Promise<void> {
  const settings = readSettings(io)
  output.result(settings, () => fields(Object.entries(settings), output.theme))
  output.note(`Kept in ${settingsPath(io)}`)
}

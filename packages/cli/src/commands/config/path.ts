import type { Command } from "commander"
import { settingsPath } from "../../config/settings.ts"
import type { Context } from "../../context.ts"

export function define(command: Command, context: Context, run = printPath): void {
  command.action(() => run(context))
}

/** Prints where the settings are kept. */
export async function printPath({ io, output }: Context): Promise<void> {
  const path = settingsPath(io)
  output.result({ path }, () => path)
}

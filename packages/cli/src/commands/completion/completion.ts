import { Argument, type Command } from "commander"
import type { Context } from "../../context.ts"
import { placements, scripts, type Shell, shells } from "./scripts.ts"

export interface CompletionOptions {
  readonly shell: Shell
}

export function define(command: Command, context: Context, run = completion): void {
  command
    .addArgument(new Argument("<shell>", "which shell").choices(shells))
    .action((shell: Shell) => run({ shell }, context))
}

/** Prints what teaches a shell to complete commands and options. */
export async function completion({ shell }: CompletionOptions, { io, output }: Context): Promise<void> {
  output.result({ shell, script: scripts[shell] }, () => scripts[shell])
  if (io.stdout.isTTY === true) output.note(`To install it: ${placements[shell]}`)
}

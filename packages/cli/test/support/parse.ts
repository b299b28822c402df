import { Command } from "commander"
import type { Context } from "../../src/context.ts"

type Define<Options> = (
  command: Command,
  context: Context,
  run: (options: Options, context: Context) => Promise<void>,
) => void

/** Parses a command's own arguments and returns the options its work would get, or what commander says instead. */
export async function parse<Options>(define: Define<Options>, argv: readonly string[]): Promise<Options | string> {
  const command = new Command("test").exitOverride().configureOutput({ outputError: () => {} })
  let parsed: Options | undefined
  define(command, {} as Context, async (options) => {
    parsed = options
  })
  try {
    await command.parseAsync(argv, { from: "user" })
  } catch (error) {
    return (error as Error).message
  }
  return parsed ?? "nothing was run"
}

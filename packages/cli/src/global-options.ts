import { type Command, InvalidArgumentError, Option } from "commander"

/** What every command understands. */
export interface GlobalOptions {
  readonly registry?: string
  readonly json: boolean
  readonly quiet: boolean
  /** False under `--no-color`. */
  readonly color: boolean
  /** False under `--no-input`. */
  readonly input: boolean
  readonly timeout?: number
  readonly config?: string
  /** Where to write events, one JSON value to a line. */
  readonly outputFile?: string
  readonly debug: boolean
}

/** Adds the global options; commander accepts them before and after the command's name. */
export function addGlobalOptions(program: Command): void {
  program
    .option("--registry <url>", "the registry to talk to (env FLEETPROMPT_URL)")
    .option("--config <file>", "the manifest, if not the one found from here")
    .option("--json", "print JSON, see `fleetprompt help json`")
    .option("--output-file <file>", "write what happens there too, one JSON value a line")
    .option("--quiet", "print the result alone")
    .option("--no-color", "print without colour (env NO_COLOR)")
    .option("--no-input", "never ask, fail instead")
    .addOption(new Option("--timeout <seconds>", "the longest to wait for an answer").argParser(seconds))
    .option("--debug", "print the stack of a failure")
}

/** Reads the global options of a parsed program. */
export const readGlobalOptions = (program: Command): GlobalOptions => ({
  ...switchedOff,
  ...program.opts<Partial<GlobalOptions>>(),
})

// Commander would print a default beside each of these in the help, where it says nothing.
const switchedOff = { json: false, quiet: false, color: true, input: true, debug: false }

const secondsMax = 3_600

function seconds(text: string): number {
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0
  if (value > 0 && value <= secondsMax) return value
  throw new InvalidArgumentError(`It must be a number of seconds, at most ${secondsMax}.`)
}

import { inspect } from "node:util"
import { CommanderError } from "commander"
import { resolveRegistryUrl } from "../config/registry.ts"
import { type ExitCode, exitCodes } from "../exit-codes.ts"
import { readGlobalOptions } from "../global-options.ts"
import type { Io } from "../io.ts"
import type { Program } from "../program.ts"
import type { Failure } from "./failure.ts"
import { printFailure } from "./print.ts"
import { usageFailure } from "./usage-failure.ts"

/** Tells on stderr why a run failed, and says with which code to exit. The stack is told under `--debug` alone. */
export async function tellFailure(thrown: unknown, program: Program, io: Io): Promise<ExitCode> {
  const { json, color, debug } = readGlobalOptions(program.root)
  // Where a command was missing, its help is on stderr already.
  if (isHelp(thrown) && !json) return exitCodes.usage
  const failure = await failureFor(thrown, program, io)
  printFailure(io, failure, { json, color })
  if (debug) {
    const { redactCredentials } = await import("@fleetprompt/sdk/contracts")
    io.stderr.write(`${redactCredentials(inspect(thrown, { depth: 4 }))}\n`)
  }
  return failure.exitCode
}

async function failureFor(thrown: unknown, program: Program, io: Io): Promise<Failure> {
  if (thrown instanceof CommanderError) return usageFailure(thrown, program.usedCommand())
  const { failureOf } = await import("./failure-of.ts")
  return failureOf(thrown, () => resolveRegistryUrl(readGlobalOptions(program.root).registry, io.env))
}

const isHelp = (thrown: unknown) => thrown instanceof CommanderError && thrown.code === "commander.help"

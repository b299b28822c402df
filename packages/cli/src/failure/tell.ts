import { inspect } from "node:util"
import { redactCredentials } from "@fleetprompt/sdk/contracts"
import { CommanderError } from "commander"
import { annotate, isGitHub } from "../ci/github.ts"
import { failureSummary } from "../ci/summary.ts"
import { resolveRegistryUrl } from "../config/registry.ts"
import { type ExitCode, exitCodes } from "../exit-codes.ts"
import { readGlobalOptions } from "../global-options.ts"
import type { Io } from "../io.ts"
import { eventWriter } from "../output/events.ts"
import { visibleText } from "../output/visible.ts"
import type { Program } from "../program.ts"
import type { Failure } from "./failure.ts"
import { printFailure, problem } from "./print.ts"
import { usageFailure } from "./usage-failure.ts"

/** Tells on stderr why a run failed, and says with which code to exit. The stack is told under `--debug` alone. */
export async function tellFailure(thrown: unknown, program: Program, io: Io): Promise<ExitCode> {
  const { json, color, debug } = readGlobalOptions(program.root)
  // Where a command was missing, its help is on stderr already.
  if (isHelp(thrown) && !json) return exitCodes.usage
  const failure = await failureFor(thrown, program, io)
  if (!json && io.env["BUILDKITE"] === "true") io.stderr.write("^^^ +++\n")
  printFailure(io, failure, { json, color })
  if (!json && isGitHub(io)) annotate(io, failure)
  await tellMachines(io, program, failure)
  if (debug) {
    // A stack begins with the message, which may be the registry's.
    io.stderr.write(`${redactCredentials(visibleText(inspect(thrown, { depth: 4 })))}\n`)
  }
  return failure.exitCode
}

/** Tells the event file and the page of the job, where there are such. */
async function tellMachines(io: Io, program: Program, failure: Failure): Promise<void> {
  const globals = readGlobalOptions(program.root)
  try {
    eventWriter(io, globals)("failed", { command: program.usedCommand(), failure: problem(failure) })
  } catch {
    // That the file cannot be written is what the failure itself says then.
  }
  await failureSummary(io, program.usedCommand(), failure)
}

async function failureFor(thrown: unknown, program: Program, io: Io): Promise<Failure> {
  if (thrown instanceof CommanderError) return usageFailure(thrown, program.usedCommand())
  const { failureOf } = await import("./failure-of.ts")
  return failureOf(thrown, () => resolveRegistryUrl(readGlobalOptions(program.root).registry, io.env))
}

const isHelp = (thrown: unknown) => thrown instanceof CommanderError && thrown.code === "commander.help"

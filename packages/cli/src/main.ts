import { CommanderError } from "commander"
import { Interrupted } from "./errors.ts"
import { type ExitCode, exitCodes } from "./exit-codes.ts"
import { type Io, type OutputStream, processIo } from "./io.ts"
import { createProgram } from "./program.ts"

/** Runs the CLI as this process, and is the only place that sets its exit code. */
export async function runProcess(): Promise<void> {
  const interrupt = new AbortController()
  // The second interrupt ends the process at once. The handler stays: a spinner's own would take its absence for its cue.
  process.on("SIGINT", () => (interrupt.signal.aborted ? process.exit(exitCodes.interrupted) : interrupt.abort()))
  const exitCode = await main(process.argv.slice(2), processIo(interrupt.signal))
  // Who wants out does not wait for a reader either.
  if (!interrupt.signal.aborted) await Promise.all([process.stdout, process.stderr].map(flushed))
  // Whatever is still under way, nobody waits for it; nor for Node to tidy up, which takes it a while.
  process.exit(exitCode)
}

/** Runs one command line in the given world and says with which code to exit. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const program = createProgram(io, argv)
  const untimelyEnd = listenForEnd(io)
  try {
    await Promise.race([program.run().then(() => flushed(io.stdout)), untimelyEnd])
    return exitCodes.ok
  } catch (thrown) {
    if (thrown instanceof ReaderGone || isHelpGiven(thrown)) return exitCodes.ok
    const { tellFailure } = await import("./failure/tell.ts")
    return await tellFailure(thrown, program, io)
  }
}

class ReaderGone extends Error {}

/** Rejects when whoever reads stdout has gone away, or the person at the terminal wants out. Never resolves. */
function listenForEnd({ stdout, stderr, interrupted }: Io): Promise<never> {
  return new Promise((_, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(error.code === "EPIPE" ? new ReaderGone() : error)
    // A pipe reports that its reader is gone after the write, so nobody ever stops listening.
    for (const stream of [stdout, stderr]) stream.on("error", onError)
    if (interrupted.aborted) reject(new Interrupted())
    interrupted.addEventListener("abort", () => reject(new Interrupted()), { once: true })
  })
}

/** A result that did not reach its reader is no success: wait until stdout has taken it, or failed to. */
const flushed = async (stream: OutputStream) => await new Promise<void>((done) => stream.write("", () => done()))

const isHelpGiven = (thrown: unknown) => thrown instanceof CommanderError && thrown.exitCode === 0

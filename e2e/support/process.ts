import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { refuseCredentials } from "../../packages/server/test/support/sweep.ts"

export interface Spawned {
  /** Everything written so far. */
  stdout(): string
  stderr(): string
  /** Resolves with the match once stdout, or the stream named, shows it; rejects when the process ends first. */
  says(pattern: RegExp, on?: "stdout" | "stderr"): Promise<RegExpExecArray>
  /** Resolves with the exit code, or the signal's name. */
  exited: Promise<number | string>
  kill(signal: NodeJS.Signals): Promise<number | string>
}

/** Only what a program needs from its surroundings, so that no setting of the developer's machine leaks in. */
const bareEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: process.env["HOME"],
  TERM: "dumb",
})

/** Starts a Node program as its user would, with nothing on its standard input. */
export function startNode(args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): Spawned {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { ...bareEnvironment(), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  return watch(child)
}

function watch(child: ChildProcess): Spawned {
  let [stdout, stderr] = ["", ""]
  child.stdout?.on("data", (chunk) => (stdout += String(chunk)))
  child.stderr?.on("data", (chunk) => (stderr += String(chunk)))
  const exited = once(child, "close").then(([code, signal]): number | string => {
    // What a program is asked for may be a credential, and stands on stdout; what it has to say never holds one.
    refuseCredentials("what a program said on stderr", stderr)
    return code ?? signal
  })
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    exited,
    says: (pattern, on = "stdout") =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(on === "stdout" ? stdout : stderr)
          if (match) resolve(match)
        }
        child[on]?.on("data", look)
        look()
        void exited.then((code) => reject(new Error(`It ended with ${code} before it said ${pattern}.\n${stderr}`)))
      }),
    async kill(signal) {
      child.kill(signal)
      return await exited
    },
  }
}

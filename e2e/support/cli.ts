import { fileURLToPath } from "node:url"
import { startNode } from "./process.ts"

const bin = fileURLToPath(new URL("../../packages/cli/dist/bin.cjs", import.meta.url))

export interface CliRun {
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
}

/** The built `fleetprompt` as somebody uses it: in a folder, against a registry, with a token or without. */
export interface Cli {
  (...args: string[]): Promise<CliRun>
}

export function cliIn(cwd: string, registry: { url: string }, token?: string): Cli {
  const env = { FLEETPROMPT_URL: registry.url, ...(token === undefined ? {} : { FLEETPROMPT_TOKEN: token }) }
  return async (...args) => {
    const run = startNode([bin, ...args], { cwd, env })
    const code = await run.exited
    return { code, stdout: run.stdout(), stderr: run.stderr() }
  }
}

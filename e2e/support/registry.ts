import { fileURLToPath } from "node:url"
import { type Spawned, startNode } from "./process.ts"

const bin = fileURLToPath(new URL("../../packages/server/dist/bin.js", import.meta.url))

/** A registry in a process of its own, with the operator's commands at hand. */
export interface Registry {
  readonly url: string
  /** The token that `dev` greets with. */
  readonly token: string
  readonly process: Spawned
  /** Runs a command of the server on the same data and returns what it printed as JSON. */
  operate<Result>(...args: string[]): Promise<Result>
  /** Registers a WHS deployment and returns its secret. */
  addTarget(name: string, landingUrl: string): Promise<string>
}

export interface RegistryOptions {
  /** An empty folder, or one of an earlier run. */
  readonly folder: string
  /** PostgreSQL instead of a file in the folder. */
  readonly databaseUrl?: string | undefined
  readonly env?: NodeJS.ProcessEnv
}

/** Starts the built server and waits until it takes requests. */
export async function startRegistry({ folder, databaseUrl, env = {} }: RegistryOptions): Promise<Registry> {
  const environment = {
    FLEETPROMPT_LOG_LEVEL: "info",
    ...(databaseUrl === undefined ? {} : { FLEETPROMPT_DATABASE_URL: databaseUrl }),
    ...env,
  }
  const options = { cwd: folder, env: environment }
  const server = startNode([bin, "dev", "--port", "0"], options)
  const [, url = "", token = ""] = await server.says(/FLEETPROMPT_URL=(\S+)\s+export FLEETPROMPT_TOKEN=(\S+)\s/)
  async function operate<Result>(...args: string[]): Promise<Result> {
    const command = startNode([bin, ...args, "--data", ".fleetprompt", "--json"], options)
    const code = await command.exited
    if (code !== 0) throw new Error(`fleetprompt-server ${args[0]} ended with ${code}: ${command.stderr()}`)
    return JSON.parse(command.stdout())
  }
  async function addTarget(name: string, landingUrl: string): Promise<string> {
    const flags = ["--system", "whs", "--landing-url", landingUrl]
    return (await operate<{ secret: string }>("target", "add", name, ...flags)).secret
  }
  return { url, token, process: server, operate, addTarget }
}

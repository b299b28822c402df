import type { FleetPrompt } from "@fleetprompt/sdk"
import { createClient } from "./config/client.ts"
import { resolveRegistryUrl } from "./config/registry.ts"
import { readToken, tokenMissing } from "./config/token.ts"
import type { GlobalOptions } from "./global-options.ts"
import type { Io } from "./io.ts"
import type { LoadedManifest, LoadOptions } from "./manifest/load.ts"
import { createOutput, type Output } from "./output/output.ts"
import type { Prompts } from "./prompts.ts"

/** What a command may use. Each part is made when it is first asked for. */
export interface Context {
  readonly io: Io
  readonly globals: GlobalOptions
  readonly output: Output
  /** Without a trailing slash. */
  readonly registryUrl: string
  /** May the person at the terminal be asked? */
  readonly isInteractive: boolean
  /** A client that acts for the owner of the token where one is set, and for nobody where none is. */
  client(): Promise<FleetPrompt>
  /** A client that acts for nobody, as a stranger reads. */
  anonymousClient(): Promise<FleetPrompt>
  /**
   * A client that acts for the owner of the token.
   * @throws CliError where no token is set.
   */
  signedInClient(): Promise<FleetPrompt>
  /**
   * The manifest at a path, at `--config`, or found from the working directory upwards.
   * @throws CliError with every finding where it is not valid.
   */
  manifest(options?: LoadOptions): Promise<LoadedManifest>
  prompts(): Promise<Prompts>
}

export function createContext(io: Io, globals: GlobalOptions): Context {
  let output: Output | undefined
  const connect = (token: string | undefined) =>
    createClient(io, {
      registryUrl: resolveRegistryUrl(globals.registry, io.env),
      token,
      timeoutMs: globals.timeout === undefined ? undefined : globals.timeout * 1_000,
    })
  return {
    io,
    globals,
    get output() {
      return (output ??= createOutput(io, globals))
    },
    get registryUrl() {
      return resolveRegistryUrl(globals.registry, io.env)
    },
    // CI systems attach terminals too, and nobody sits at them.
    isInteractive: globals.input && !io.env["CI"] && io.stdin.isTTY === true && io.stderr.isTTY === true,
    client: async () => await connect(readToken(io.env)),
    anonymousClient: async () => await connect(undefined),
    async signedInClient() {
      const token = readToken(io.env)
      if (token === undefined) throw tokenMissing()
      return await connect(token)
    },
    async manifest(options) {
      const { loadManifest } = await import("./manifest/load.ts")
      return await loadManifest(io.cwd, { ...options, path: options?.path ?? globals.config })
    },
    prompts: async () => await io.loadPrompts(io),
  }
}

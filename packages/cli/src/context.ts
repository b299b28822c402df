import type { FleetPrompt } from "@fleetprompt/sdk/fetch"
import { createClient } from "./config/client.ts"
import { resolveRegistryUrl } from "./config/registry.ts"
import type { Credential } from "./config/token.ts"
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
  /** A client that acts for whoever is signed in, and for nobody where nobody is. */
  client(): Promise<FleetPrompt>
  /** What the CLI acts with at this registry, or undefined for nobody. */
  credential(): Promise<Credential | undefined>
  /** A client with another credential; with none, it reads as a stranger does. */
  clientWith(secret: string | undefined): Promise<FleetPrompt>
  /**
   * A client that acts for whoever is signed in.
   * @throws CliError where nobody is.
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
  let url: string | undefined
  const registryUrl = () => (url ??= resolveRegistryUrl(globals.registry, io.env))
  const credential = async () => {
    const { findCredential } = await import("./config/token.ts")
    return await findCredential(io, registryUrl())
  }
  const connect = (token: string | undefined) =>
    createClient(io, {
      registryUrl: registryUrl(),
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
      return registryUrl()
    },
    get isInteractive() {
      // CI systems attach terminals too, and nobody sits at them.
      return globals.input && !io.env["CI"] && io.stdin.isTTY === true && io.stderr.isTTY === true
    },
    credential,
    client: async () => await connect((await credential())?.secret),
    clientWith: connect,
    async signedInClient() {
      const found = await credential()
      if (found === undefined) throw (await import("./config/token.ts")).tokenMissing(registryUrl())
      return await connect(found.secret)
    },
    async manifest(options) {
      const { loadManifest } = await import("./manifest/load.ts")
      return await loadManifest(io.cwd, { ...options, path: options?.path ?? globals.config })
    },
    prompts: async () => await io.loadPrompts(io),
  }
}

import type { FleetPromptOptions } from "@fleetprompt/sdk/fetch"
import type { Keyring } from "./config/keyring.ts"
import type { Prompts } from "./prompts.ts"

/** A stream that may be a terminal. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** The world outside the program. Everything a command reads or writes comes in here, so a test can be the world. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Aborted when the person at the terminal wants out. */
  readonly interrupted: AbortSignal
  nowMs(): number
  /** Asks the person at the terminal. Loaded when first needed, for inquirer is not small. */
  loadPrompts(io: Io): Promise<Prompts>
  /** The system's own safe for secrets, or undefined where it has none. */
  loadKeyring(): Promise<Keyring | undefined>
  /** Shows a page in the person's browser, if it can. */
  openBrowser(url: string): Promise<void>
  /** Parts of the SDK's transport to replace; nothing outside of tests does. */
  readonly transport: Pick<FleetPromptOptions, "fetch" | "sleep" | "random">
}

/** The world of this process. */
export const processIo = (interrupted: AbortSignal): Io => ({
  // Node loads much for it, and few commands read it.
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  // Asked late, for a folder that was deleted under us should fail a command that needs it and no other.
  get cwd() {
    return process.cwd()
  },
  interrupted,
  nowMs: Date.now,
  loadPrompts: async (io) => (await import("./prompts.ts")).terminalPrompts(io),
  loadKeyring: async () => await (await import("./config/keyring.ts")).systemKeyring(process.argv[1] ?? ""),
  openBrowser: async (url) => await (await import("./config/browser.ts")).openBrowser(url),
  transport: {},
})

import { PassThrough, Writable } from "node:stream"
import type { Keyring } from "../../src/config/keyring.ts"
import type { Io } from "../../src/io.ts"
import { main } from "../../src/main.ts"
import type { Prompts } from "../../src/prompts.ts"
import { nowMs, personalToken } from "./fixtures.ts"
import type { Registry } from "./registry.ts"

export interface World {
  readonly registry?: Registry
  /** Undefined for nobody's. */
  readonly token?: string | undefined
  readonly env?: Record<string, string>
  readonly cwd?: string
  /** Columns of the terminal that stdin, stdout and stderr are; without it they are pipes. */
  readonly terminal?: number
  readonly answers?: Prompts
  readonly interrupted?: AbortSignal
  readonly nowMs?: () => number
  /** Where this person's settings and credentials are; without it they have no home. */
  readonly home?: string
  /** Takes the pauses; by itself each is over at once. */
  readonly sleep?: (delayMs: number) => Promise<void>
  /** What is piped in. */
  readonly stdin?: string
  readonly keyring?: Keyring
  /** Collects the addresses that were opened. */
  readonly opened?: string[]
}

export interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line in a world of its own. */
export async function run(argv: readonly string[], world: World = {}): Promise<Ran> {
  const stdout = new Screen(world.terminal)
  const stderr = new Screen(world.terminal)
  const token = "token" in world ? world.token : personalToken
  const io: Io = {
    stdin: Object.assign(new PassThrough().end(world.stdin ?? ""), {
      isTTY: world.terminal !== undefined && world.stdin === undefined,
    }),
    stdout,
    stderr,
    env: {
      ...(token === undefined ? {} : { FLEETPROMPT_TOKEN: token }),
      ...(world.registry && { FLEETPROMPT_URL: world.registry.url }),
      ...(world.home !== undefined && { XDG_CONFIG_HOME: world.home }),
      ...world.env,
    },
    cwd: world.cwd ?? "/nowhere",
    interrupted: world.interrupted ?? new AbortController().signal,
    nowMs: world.nowMs ?? (() => nowMs),
    loadPrompts: async () => {
      if (world.answers === undefined) throw new Error("Nobody expected a question.")
      return world.answers
    },
    loadKeyring: async () => world.keyring,
    openBrowser: async (url) => void world.opened?.push(url),
    transport: { sleep: world.sleep ?? (async () => {}), random: () => 0 },
  }
  const exitCode = await main(argv, io)
  return { exitCode, stdout: stdout.text, stderr: stderr.text }
}

/** Where a command writes: a terminal of some width, or a pipe. */
class Screen extends Writable {
  readonly isTTY: boolean
  readonly columns: number | undefined
  text = ""

  constructor(columns: number | undefined) {
    super()
    this.isTTY = columns !== undefined
    this.columns = columns
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

import type { GlobalOptions } from "../global-options.ts"
import type { Io } from "../io.ts"
import { isGitHub, withoutOrders } from "../ci/github.ts"
import { eventWriter, type WriteEvent } from "./events.ts"
import { jsonText } from "./json.ts"
import { type Theme, themeFor } from "./theme.ts"
import { visibleText } from "./visible.ts"
import { waiting } from "./waiting.ts"

/** The one way out: stdout takes the result and nothing else, stderr takes the talk. */
export interface Output {
  /** Styles for text on stdout. */
  readonly theme: Theme
  /** Columns of the terminal stdout is, or undefined where it is none. */
  readonly width: number | undefined
  readonly isJson: boolean
  /** May text on stdout carry links? */
  readonly linksWork: boolean
  /** Writes the result: as JSON under `--json`, else as the text. An empty text writes nothing. */
  result(value: unknown, text: () => string): void
  /** Tells a program that reads `--output-file`. */
  readonly event: WriteEvent
  /** Styles for what is said on stderr. */
  readonly noteTheme: Theme
  /** Says what a person must read to go on, on stderr, even under `--quiet`. */
  say(text: string): void
  /** Says something beside the result, unless under `--quiet` or `--json`. */
  note(text: string): void
  /** Waits for something, and says for what if it takes long. */
  waiting<T>(label: string, work: PromiseLike<T>): Promise<T>
}

const widthUnknown = 80

export function createOutput(io: Io, globals: GlobalOptions): Output {
  const { stdout, stderr } = io
  const talks = !globals.json && !globals.quiet
  const color = globals.color
  const event = eventWriter(io, globals)
  const safe = (text: string) => (isGitHub(io) ? withoutOrders(text) : text)
  const noteTheme = themeFor({ stream: stderr, env: io.env, color })
  return {
    theme: themeFor({ stream: stdout, env: io.env, color }),
    width: stdout.isTTY ? (stdout.columns ?? widthUnknown) : undefined,
    isJson: globals.json,
    linksWork: color && stdout.isTTY === true && knowsLinks(io.env),
    result(value, text) {
      event("result", { result: value })
      const written = globals.json ? jsonText(value, 2) : safe(text())
      if (written !== "") stdout.write(`${written}\n`)
    },
    event,
    noteTheme,
    say: (text) => void stderr.write(`${text}\n`),
    note(text) {
      if (talks) stderr.write(`${noteTheme.faint(safe(visibleText(text)))}\n`)
    },
    waiting: (label, work) =>
      talks && stderr.isTTY && !io.env["CI"] && io.env["TERM"] !== "dumb"
        ? waiting(stderr, label, work)
        : Promise.resolve(work),
  }
}

/** Terminals that show links, by what they say of themselves; the others would print the orders as text. */
function knowsLinks(env: Io["env"]): boolean {
  if (env["NO_COLOR"] || env["TERM"] === "dumb" || env["CI"]) return false
  const program = env["TERM_PROGRAM"] ?? ""
  return (
    /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper|rio)$/.test(program) ||
    env["WT_SESSION"] !== undefined ||
    env["KITTY_WINDOW_ID"] !== undefined ||
    Number(env["VTE_VERSION"] ?? 0) >= 5_000
  )
}

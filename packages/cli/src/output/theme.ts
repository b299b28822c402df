import { Chalk } from "chalk"
import type { OutputStream } from "../io.ts"

type Style = (text: string) => string

/** The few styles the CLI uses. Without colour each returns its text as it is. */
export interface Theme {
  readonly strong: Style
  readonly faint: Style
  readonly good: Style
  readonly warning: Style
  readonly bad: Style
}

const asItIs: Style = (text) => text

/** No styles, for what is read by programs. */
export const plainTheme: Theme = { strong: asItIs, faint: asItIs, good: asItIs, warning: asItIs, bad: asItIs }

interface ColourWish {
  readonly stream: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** False under `--no-color`. */
  readonly color: boolean
}

/** The theme for one stream. */
export function themeFor(wish: ColourWish): Theme {
  if (!isColoured(wish)) return plainTheme
  const chalk = new Chalk({ level: 1 })
  return { strong: chalk.bold, faint: chalk.dim, good: chalk.green, warning: chalk.yellow, bad: chalk.red }
}

// https://no-color.org: any value but the empty one counts.
function isColoured({ stream, env, color }: ColourWish): boolean {
  if (!color || env["NO_COLOR"] || env["TERM"] === "dumb") return false
  return stream.isTTY === true
}

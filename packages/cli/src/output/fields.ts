import type { Theme } from "./theme.ts"
import { visibleLine } from "./visible.ts"

/** A label and a value; a value that is undefined or empty is left out. */
export type Field = readonly [label: string, value: string | undefined]

/** One thing as lines of label and value. The values are made harmless. */
export function fields(entries: readonly Field[], theme: Theme): string {
  const shown = entries.flatMap(([label, value]) => (value ? [[label, visibleLine(value)] as const] : []))
  const width = Math.max(0, ...shown.map(([label]) => label.length))
  return shown.map(([label, value]) => `${theme.faint(label.padEnd(width))}  ${value}`).join("\n")
}

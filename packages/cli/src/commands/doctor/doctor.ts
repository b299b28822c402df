import type { Command } from "commander"
import type { Context } from "../../context.ts"
import { visibleLine } from "../../output/visible.ts"
import { type Check, checks } from "./checks.ts"

export function define(command: Command, context: Context, run = doctor): void {
  command.action(() => run(context))
}

/**
 * Looks at everything a publish or an install needs, and says what is wrong with it.
 * @throws what the first failed check threw, after all were printed.
 */
export async function doctor(context: Context): Promise<void> {
  const { output } = context
  const results: Check[] = []
  for (const check of checks) results.push(await output.waiting("Looking", check(context)))
  const shown = results.map(({ name, state, told }) => ({ name, state, told }))
  output.result({ data: shown }, () =>
    shown.map(({ name, state, told }) => `${mark(state, context)} ${name.padEnd(10)}  ${visibleLine(told)}`).join("\n"),
  )
  const failed = results.find(({ state }) => state === "failed")
  if (failed?.error !== undefined) throw failed.error
}

function mark(state: Check["state"], { output: { theme } }: Context): string {
  if (state === "failed") return theme.bad("✗")
  return state === "fine" ? theme.good("✓") : theme.warning("-")
}

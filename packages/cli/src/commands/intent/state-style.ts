import type { Theme } from "../../output/theme.ts"

/** Green for what came about, red for what did not, yellow for what somebody has to do something about. */
export function stateStyle(state: string, theme: Theme): string {
  if (state === "completed") return theme.good(state)
  if (state === "failed" || state === "declined") return theme.bad(state)
  if (state === "token_issued" || state === "created") return theme.warning(state)
  return state === "expired" || state === "canceled" ? theme.faint(state) : state
}

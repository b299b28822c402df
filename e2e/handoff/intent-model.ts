import type { InstallOutcome, InstallStatus } from "@fleetprompt/sdk/contracts"

/** An install intent as simply as it can be: what spec §5.3 says of its states, and nothing of how they are kept. */
export interface IntentState {
  readonly status: InstallStatus
  /** How many tokens were issued; only the last is good. */
  readonly issues: number
  /** Whether it ends when the test's short deadline passes. A reissue gives it a new and distant one. */
  readonly endsSoon: boolean
  /** How often somebody else tried to redeem. */
  readonly strangers: number
  readonly redeemedUnder: string | null
  readonly outcome: InstallOutcome | null
}

/** What the parties of an install can do, and what time does. */
export type Operation =
  | { readonly kind: "redeem"; readonly issue: number; readonly redemptionId: string; readonly by: Redeemer }
  | { readonly kind: "peek"; readonly issue: number }
  | { readonly kind: "report"; readonly redemptionId: string; readonly outcome: InstallOutcome }
  | { readonly kind: PlainMove | "run out" }

/** What needs no more words. */
export type PlainMove = "cancel" | "reissue" | "read" | "revoke"

/** The buyer at the target, somebody else signed in there, or another target that got hold of the token. */
export type Redeemer = "buyer" | "stranger" | "other target"

const strangersMax = 5
const issuesMax = 5

export const newIntent = (start: { issues: number; endsSoon: boolean }): IntentState => ({
  status: start.issues > 0 ? "token_issued" : "created",
  strangers: 0,
  redeemedUnder: null,
  outcome: null,
  ...start,
})

interface Taken {
  readonly reply: string
  readonly state: IntentState
}

const isOpen = ({ status }: IntentState): boolean => status === "created" || status === "token_issued"

/** What the operation is answered, and the intent afterwards. */
export function takeStep(state: IntentState, operation: Operation): Taken {
  const unchanged = (reply: string): Taken => ({ reply, state })
  const changed = (reply: string, change: Partial<IntentState>): Taken => ({ reply, state: { ...state, ...change } })
  switch (operation.kind) {
    case "redeem":
      return redeem(state, operation)
    case "peek":
      return unchanged(state.status === "token_issued" && state.issues === operation.issue ? "live" : "not live")
    case "read":
      return unchanged(shown(state))
    case "report":
      return report(state, operation)
    case "cancel":
      if (state.status === "redeemed") return unchanged("INSTALL_TOKEN_REDEEMED")
      if (state.status === "expired") return unchanged("INVALID_STATE_TRANSITION")
      return changed("canceled", { status: "canceled" })
    case "revoke":
      return isOpen(state) ? changed("revoked", { status: "canceled" }) : unchanged("revoked")
    case "run out":
      return isOpen(state) && state.endsSoon ? changed("", { status: "expired" }) : unchanged("")
    case "reissue":
      return reissue(state)
    default:
      return operation satisfies never
  }
}

/** What the buyer sees. */
export const shown = ({ status, issues, outcome }: Pick<IntentState, "status" | "issues" | "outcome">): string =>
  `${status}, ${issues} issued, outcome ${outcome}`

function redeem(state: IntentState, { issue, redemptionId, by }: Operation & { kind: "redeem" }): Taken {
  if (by === "other target" || issue !== state.issues) return { reply: "INSTALL_TOKEN_INVALID", state }
  if (state.status === "redeemed") {
    const again = by === "buyer" && redemptionId === state.redeemedUnder
    return { reply: again ? "replayed" : "INSTALL_TOKEN_REDEEMED", state }
  }
  if (state.status === "expired") return { reply: "INSTALL_TOKEN_EXPIRED", state }
  if (state.status === "canceled") return { reply: "INSTALL_INTENT_CANCELED", state }
  if (by === "buyer") return { reply: "redeemed", state: { ...state, status: "redeemed", redeemedUnder: redemptionId } }
  const strangers = state.strangers + 1
  const status = strangers === strangersMax ? "canceled" : state.status
  return { reply: "BUYER_MISMATCH", state: { ...state, strangers, status } }
}

function reissue(state: IntentState): Taken {
  if (state.status === "redeemed") return { reply: "INSTALL_TOKEN_REDEEMED", state }
  if (state.status === "canceled") return { reply: "INSTALL_INTENT_CANCELED", state }
  if (state.status === "expired")
    return { reply: state.issues > 0 ? "INSTALL_TOKEN_EXPIRED" : "INVALID_STATE_TRANSITION", state }
  if (state.issues === issuesMax) return { reply: "TOKEN_ISSUE_LIMIT_REACHED", state }
  const issues = state.issues + 1
  return { reply: `issue ${issues}`, state: { ...state, status: "token_issued", issues, endsSoon: false } }
}

function report(state: IntentState, { redemptionId, outcome }: Operation & { kind: "report" }): Taken {
  if (redemptionId !== state.redeemedUnder) return { reply: "NOT_FOUND", state }
  const may = state.outcome === null || state.outcome === outcome
  if (!may && !(state.outcome === "failed" && outcome === "completed")) return { reply: "OUTCOME_CONFLICT", state }
  return { reply: outcome, state: { ...state, outcome } }
}

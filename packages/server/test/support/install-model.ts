import { limits, type InstallIntent } from "@fleetprompt/sdk/contracts"
import * as fc from "fast-check"
import { expect } from "vitest"
import type { Answer, Caller } from "./caller.ts"
import type { Clock } from "./clock.ts"

/** What an install must be like, by the table of the spec written down a second time (guide: state machine). */
export interface InstallModel {
  status: InstallIntent["status"]
  tokens: number
  strangers: number
  beganAtMs: number
  endsAtMs: number
  redeemedAtMs: number
  /** Which of the target's two ids it was redeemed under. */
  redemptionId: 0 | 1 | null
  outcome: InstallIntent["outcome"]
  cancelReason: InstallIntent["cancelReason"]
  disabled: boolean
  /** How long it all took so far. */
  waitedMs: number
}

/** The install itself, and everybody who has to do with it. */
export interface RealInstall {
  readonly clock: Clock
  readonly buyer: Caller
  readonly target: Caller
  readonly admin: Caller
  readonly targetName: string
  readonly id: string
  readonly subject: { iss: string; sub: string }
  /** Every token there was, the last one good. */
  readonly tokens: string[]
  /** Two ids the target may redeem with. */
  readonly redemptionIds: readonly [string, string]
  /** Well-formed, and never issued. */
  readonly unknownToken: string
}

const isOpen = ({ status }: InstallModel) => status === "created" || status === "token_issued"

/** Time alone ends what is open. */
function pass(model: InstallModel, nowMs: number): void {
  if (isOpen(model) && nowMs >= model.endsAtMs) model.status = "expired"
}

/** A step that says beforehand how it will be answered, and changes the model where it is let through. */
function step(
  name: string,
  ask: (real: RealInstall) => Promise<Answer<unknown>>,
  expected: (model: InstallModel, nowMs: number) => number | string,
  apply: (model: InstallModel, nowMs: number, code: number | string) => void,
): fc.AsyncCommand<InstallModel, RealInstall> {
  return {
    check: () => true,
    toString: () => name,
    async run(model, real) {
      const nowMs = real.clock.nowMs()
      pass(model, nowMs)
      const foretold = expected(model, nowMs)
      const answer = await ask(real)
      const told = answer.status < 400 ? answer.status : answer.problem.code
      expect({ step: name, told }).toEqual({ step: name, told: foretold })
      apply(model, nowMs, foretold)
      const { body } = await real.buyer.getInstall(real.id)
      const { status, tokens: tokenIssues, outcome, cancelReason } = model
      expect({ step: name, ...body }).toMatchObject({ step: name, status, tokenIssues, outcome, cancelReason })
    },
  }
}

const whyClosed = ({ status, tokens }: InstallModel): string | undefined => {
  if (status === "redeemed") return "INSTALL_TOKEN_REDEEMED"
  if (status === "canceled") return "INSTALL_INTENT_CANCELED"
  if (status === "expired") return tokens > 0 ? "INSTALL_TOKEN_EXPIRED" : "INVALID_STATE_TRANSITION"
  return undefined
}

const issue = fc.constant(
  step(
    "issue",
    async ({ buyer, id, tokens }) => {
      const answer = await buyer.issueToken(id)
      if (answer.status === 201) tokens.push(answer.body.installToken)
      return answer
    },
    (model) => {
      const closed = whyClosed(model)
      if (closed !== undefined) return closed
      if (model.tokens >= limits.installTokenIssuesMax) return "TOKEN_ISSUE_LIMIT_REACHED"
      return model.disabled ? "NOT_FOUND" : 201
    },
    (model, nowMs, told) => {
      if (told !== 201) return
      model.status = "token_issued"
      model.tokens += 1
      model.endsAtMs = Math.min(nowMs + limits.installTokenTtlMsDefault, model.beganAtMs + limits.installIntentTtlMs)
    },
  ),
)

const cancel = fc.constant(
  step(
    "cancel",
    ({ buyer, id }) => buyer.cancel(id),
    (model) => {
      if (model.status === "redeemed") return "INSTALL_TOKEN_REDEEMED"
      return model.status === "expired" ? "INVALID_STATE_TRANSITION" : 200
    },
    (model) => {
      if (isOpen(model)) Object.assign(model, { status: "canceled", cancelReason: "buyer" })
    },
  ),
)

/** By whom, and with which of the tokens there were: 0 for the last, 1 for the one before. */
const redeem = fc
  .tuple(
    fc.constantFrom("buyer", "stranger"),
    fc.constantFrom(0, 0, 0, 1),
    fc.constantFrom(0 as const, 0 as const, 1 as const),
  )
  .map(([who, back, which]) =>
    step(
      `redeem by the ${who} with token ${-back} under id ${which}`,
      ({ target, tokens, subject, redemptionIds, unknownToken }) =>
        target.redeem({
          token: tokens.at(-1 - back) ?? unknownToken,
          redemptionId: redemptionIds[which],
          subject: who === "buyer" ? subject : { ...subject, sub: "stranger" },
        }),
      (model, nowMs) => {
        if (model.disabled) return "TARGET_DISABLED"
        if (model.tokens - back < 1 || back > 0) return "INSTALL_TOKEN_INVALID"
        if (model.status === "redeemed") {
          const inTime = nowMs - model.redeemedAtMs <= limits.redemptionReplayMs
          return who === "buyer" && which === model.redemptionId && inTime ? 200 : "INSTALL_TOKEN_REDEEMED"
        }
        return whyClosed(model) ?? (who === "buyer" ? 200 : "BUYER_MISMATCH")
      },
      (model, nowMs, told) => {
        if (told === "BUYER_MISMATCH") model.strangers += 1
        if (told === "BUYER_MISMATCH" && model.strangers === limits.installIntentAttemptsMax) {
          Object.assign(model, { status: "canceled", cancelReason: "too_many_attempts" })
        }
        if (told === 200 && isOpen(model)) {
          Object.assign(model, { status: "redeemed", redeemedAtMs: nowMs, redemptionId: which })
        }
      },
    ),
  )

const report = fc
  .tuple(
    fc.constantFrom("completed" as const, "failed" as const, "declined" as const),
    fc.constantFrom(0 as const, 0 as const, 1 as const),
  )
  .map(([outcome, which]) =>
    step(
      `report ${outcome} under id ${which}`,
      ({ target, id, redemptionIds }) =>
        target.request("POST", `/v1/install-intents/${id}/outcome`, { redemptionId: redemptionIds[which], outcome }),
      (model, nowMs) => {
        if (model.disabled) return "TARGET_DISABLED"
        if (model.status !== "redeemed" || model.redemptionId !== which) return "NOT_FOUND"
        if (model.outcome === outcome) return 200
        if (model.outcome !== null && (model.outcome !== "failed" || outcome !== "completed")) return "OUTCOME_CONFLICT"
        return nowMs - model.redeemedAtMs > limits.outcomeWindowMs ? "INVALID_STATE_TRANSITION" : 200
      },
      (model, _nowMs, told) => {
        if (told === 200) model.outcome = outcome
      },
    ),
  )

const switchTarget = fc.constantFrom("disable" as const, "enable" as const).map((act) =>
  step(
    `${act} the target`,
    ({ admin, targetName }) => admin.request("POST", `/v1/targets/${targetName}/${act}`),
    () => 200,
    (model) => {
      if (act === "disable" && !model.disabled && isOpen(model)) {
        Object.assign(model, { status: "canceled", cancelReason: "target_disabled" })
      }
      model.disabled = act === "disable"
    },
  ),
)

/** Everybody's credential ends after 90 days, and what it does then is not asked here. */
const lifeMsMax = 89 * 86_400_000

const wait = fc.constantFrom(1_000, 899_999, 900_000, 86_400_000, 30 * 86_400_000).map((ms) => ({
  ...step(
    `wait ${ms} ms`,
    async ({ clock, buyer, id }) => {
      clock.advance(ms)
      return await buyer.getInstall(id)
    },
    () => 200,
    (model, beforeMs) => {
      model.waitedMs += ms
      pass(model, beforeMs + ms)
    },
  ),
  check: ({ waitedMs }: Readonly<InstallModel>) => waitedMs + ms <= lifeMsMax,
}))

/** Walks through an install's life. */
export const installLives = fc.commands([issue, issue, redeem, redeem, cancel, report, report, switchTarget, wait], {
  maxCommands: 25,
})

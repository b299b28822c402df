import { describe, expect, it } from "vitest"
import { newIntent, type Operation, takeStep } from "../handoff/intent-model.ts"
import { type Event, linearize } from "../handoff/linearize.ts"

const redeem = (redemptionId: string, issue = 1): Operation => ({ kind: "redeem", issue, redemptionId, by: "buyer" })
const cancel: Operation = { kind: "cancel" }
const reissue: Operation = { kind: "reissue" }
const during = (startMs: number, endMs: number, operation: Operation, reply: string): Event<Operation> => ({
  operation,
  reply,
  startMs,
  endMs,
})
const explained = (...history: Event<Operation>[]) =>
  linearize(newIntent({ issues: 1, endsSoon: false }), takeStep, history)?.map(({ operation }) => operation)

describe("T-TOKEN-3 · the check of a history", () => {
  it("finds the order of two that happened at the same time", () => {
    const history = [
      during(0, 9, cancel, "INSTALL_TOKEN_REDEEMED"),
      during(1, 8, redeem("b"), "INSTALL_TOKEN_REDEEMED"),
      during(2, 7, redeem("a"), "redeemed"),
    ]
    expect(explained(...history)?.[0]).toEqual(redeem("a"))
  })

  it.each([
    ["two redemptions", [during(0, 9, redeem("a"), "redeemed"), during(0, 9, redeem("b"), "redeemed")]],
    ["no redemption at all", [during(0, 9, redeem("a"), "INSTALL_TOKEN_REDEEMED")]],
    [
      "a redemption that began after a cancel was confirmed",
      [during(0, 1, cancel, "canceled"), during(2, 3, redeem("a"), "redeemed")],
    ],
    [
      "a cancel that was confirmed after a redemption",
      [during(0, 1, redeem("a"), "redeemed"), during(2, 3, cancel, "canceled")],
    ],
    [
      "an old token that lives on after a reissue",
      [during(0, 1, reissue, "issue 2"), during(2, 3, redeem("a", 1), "redeemed")],
    ],
    [
      "a lost redemption",
      [during(0, 1, redeem("a"), "redeemed"), during(2, 3, { kind: "read" }, "token_issued, 1 issued, outcome null")],
    ],
  ])("refuses %s", (_what, history) => {
    expect(explained(...history)).toBeUndefined()
  })
})

import type { ConformanceCase } from "../case.ts"
import type { Stage } from "../stage.ts"
import { CaseFailure, CaseSkipped } from "../verdict.ts"
import { expectCompleted, expectOneRedemptionId } from "./expect.ts"

const parallel = 50

/** Replies that are a 200 and no redemption of this call. */
function strangeReplies(stage: Stage): string[] {
  const reply = stage.registry.spend(stage.offer().installIntentId)
  return [
    "<!doctype html><h1>Welcome to the hotel's network</h1>",
    "{}",
    "null",
    JSON.stringify({ ...reply, redemption: { ...reply.redemption, release: undefined } }),
    // A redemption like any other, and the answer to somebody else's call.
    JSON.stringify(reply),
  ]
}

/** What a network and a registry in trouble do. */
export const networkCases: readonly ConformanceCase[] = [
  {
    id: "lost-reply",
    title: "asks again for a lost reply under the same redemptionId",
    clause: "10_API_CONTRACTS.md#redeeming",
    expected: "The token is redeemed although the reply was lost; asked again under the same id, it installs once.",
    async run(stage) {
      const { offer, browser, page } = await stage.arrive()
      stage.registry.fault("redeem", { kind: "drop", acted: true }, Infinity)
      await stage.accept(browser, page)
      stage.registry.clearFaults()
      await stage.insist(browser, offer, page)
      expectOneRedemptionId(stage, offer)
      await stage.expectInstalled(offer, 1)
      await expectCompleted(stage, offer)
    },
  },
  {
    id: "crash-after-redeem",
    title: "finishes an install after a crash between the redemption and its own write",
    clause: "10_API_CONTRACTS.md#redeeming",
    expected: "Started again, the target asks under the redemptionId it kept, and installs once.",
    async run(stage) {
      if (!stage.target.restart) throw new CaseSkipped("The adapter gives no restart().")
      const { offer, browser, page } = await stage.arrive()
      stage.registry.fault("redeem", { kind: "drop", acted: true }, Infinity)
      await stage.accept(browser, page)
      await stage.target.restart()
      stage.registry.clearFaults()
      await stage.target.catchUp?.()
      const fresh = await stage.browser(stage.people.buyer)
      await stage.insist(fresh, offer, await stage.land(fresh, offer))
      expectOneRedemptionId(stage, offer)
      await stage.expectInstalled(offer, 1)
    },
  },
  {
    id: "parallel-completes",
    title: `installs once although the form is sent ${parallel} times at once`,
    clause: "10_API_CONTRACTS.md#redeeming",
    expected: "One install, one redemptionId, reported completed.",
    async run(stage) {
      const { offer, browser, page } = await stage.arrive()
      await Promise.all(Array.from({ length: parallel }, () => stage.accept(browser, page)))
      await stage.insist(browser, offer, page)
      await stage.expectInstalled(offer, 1)
      expectOneRedemptionId(stage, offer)
      await expectCompleted(stage, offer)
      await stage.expectInstalled(offer, 1)
    },
  },
  {
    id: "server-error",
    title: "installs nothing on an error of the registry, and installs once it answers again",
    clause: "10_API_CONTRACTS.md#errors",
    expected: "A 500 installs nothing; when the registry is well again, the same token installs once.",
    async run(stage) {
      const { offer, browser, page } = await stage.arrive()
      stage.registry.fault("redeem", { kind: "status", status: 500 }, Infinity)
      await stage.accept(browser, page)
      await stage.expectInstalled(offer, 0)
      stage.registry.clearFaults()
      await stage.insist(browser, offer, page)
      expectOneRedemptionId(stage, offer)
      await stage.expectInstalled(offer, 1)
    },
  },
  {
    id: "rate-limited",
    title: "leaves a registry alone for as long as it asks",
    clause: "10_API_CONTRACTS.md#rate-limits",
    expected: "After a 429 with Retry-After: 120 no second call is made for the page, and nothing is installed.",
    async run(stage) {
      const { offer, browser, page } = await stage.arrive()
      stage.registry.fault("redeem", { kind: "status", status: 429, retryAfterSeconds: 120 }, Infinity)
      await stage.accept(browser, page)
      const { length } = stage.redeems(offer)
      if (length > 1) throw new CaseFailure(`It called ${length} times although it was asked to wait for two minutes.`)
      await stage.expectInstalled(offer, 0)
      stage.registry.clearFaults()
      await stage.insist(browser, offer, page)
      await stage.expectInstalled(offer, 1)
    },
  },
  {
    id: "slow-registry",
    title: "gives up waiting for a registry that does not answer, and recovers",
    clause: "10_API_CONTRACTS.md#redeeming",
    expected: "The buyer gets an answer in time; afterwards the same token installs once.",
    async run(stage) {
      const { offer, browser, page } = await stage.arrive()
      stage.registry.fault("redeem", { kind: "hang", acted: true })
      await stage.insist(browser, offer, page)
      expectOneRedemptionId(stage, offer)
      await stage.expectInstalled(offer, 1)
    },
  },
  {
    id: "garbage-reply",
    title: "installs nothing on a reply it does not understand",
    clause: "10_API_CONTRACTS.md#redeeming",
    expected: "A 200 that is no redemption under its own redemptionId installs nothing; the true reply does, once.",
    async run(stage) {
      const faults = [
        ...strangeReplies(stage).map((body) => ({ kind: "garbage", body }) as const),
        { kind: "truncate" } as const,
      ]
      for (const fault of faults) {
        const { offer, browser, page } = await stage.arrive()
        const before = (await stage.target.installs()).length
        stage.registry.fault("redeem", fault, Infinity)
        await stage.accept(browser, page)
        const after = (await stage.target.installs()).length
        if (after !== before)
          throw new CaseFailure("It installed something on a reply that was no redemption of its own.")
        stage.registry.clearFaults()
        await stage.insist(browser, offer, page)
        await stage.expectInstalled(offer, 1)
      }
    },
  },
  {
    id: "registry-clock",
    title: "leaves the time to the registry's clock",
    clause: "10_API_CONTRACTS.md#redeeming",
    expected: "With a clock two minutes off (25 seconds where it signs its requests) a fresh token still installs.",
    async run(stage) {
      const secondsOff = "secret" in stage.registered.credential ? 120 : 25
      for (const seconds of [secondsOff, -secondsOff]) {
        stage.registry.clock.skew(seconds * 1_000)
        const offer = stage.offer({ ttlMs: 60_000 })
        const browser = await stage.browser(stage.people.buyer)
        await stage.accept(browser, await stage.land(browser, offer))
        await stage.expectInstalled(offer, 1)
      }
    },
  },
]

import type { ConformanceCase } from "../case.ts"
import { CaseFailure, CaseSkipped } from "../verdict.ts"
import { expectCompleted } from "./expect.ts"

/** What the registry is told afterwards. */
export const outcomeCases: readonly ConformanceCase[] = [
  {
    id: "replay-of-a-revoked-release",
    title: "installs nothing that was revoked before the reply was read",
    clause: "10_API_CONTRACTS.md#redeeming",
    expected: "A replay whose `current` says revoked installs nothing and is not reported completed.",
    async run(stage) {
      const { offer, browser, page } = await stage.arrive()
      stage.registry.fault("redeem", { kind: "drop", acted: true }, Infinity)
      await stage.accept(browser, page)
      stage.registry.clearFaults()
      stage.registry.revokeRelease(offer.slug, offer.version)
      await stage.insist(browser, offer, page)
      await stage.expectInstalled(offer, 0)
      if (stage.state(offer).outcome === "completed") throw new CaseFailure("It reported completed.")
    },
  },
  {
    id: "completed-after-install",
    title: "reports completed, and not before it has installed",
    clause: "10_API_CONTRACTS.md#the-outcome",
    expected: "When the registry hears completed, the release is already installed.",
    async run(stage) {
      const offer = stage.offer()
      let tooEarly = false
      stage.registry.before("outcome", async ({ outcome }) => {
        if (outcome === "completed" && (await stage.installed(offer)) === 0) tooEarly = true
      })
      const browser = await stage.browser(stage.people.buyer)
      await stage.accept(browser, await stage.land(browser, offer))
      await expectCompleted(stage, offer)
      if (tooEarly) throw new CaseFailure("It reported completed before anything was installed.")
      await stage.expectInstalled(offer, 1)
    },
  },
  {
    id: "outcome-told-later",
    title: "tells an outcome the registry could not be told at once",
    clause: "10_API_CONTRACTS.md#the-outcome",
    expected: "An install stands although its report failed, and is reported completed later.",
    async run(stage) {
      const { offer, browser, page } = await stage.arrive()
      stage.registry.fault("outcome", { kind: "status", status: 503 }, Infinity)
      await stage.accept(browser, page)
      await stage.expectInstalled(offer, 1)
      stage.registry.clearFaults()
      // Whatever it has: what it does at its start, from time to time, or when the buyer presses again.
      await stage.target.restart?.()
      await stage.target.catchUp?.()
      if (stage.state(offer).outcome === null) await stage.accept(browser, page)
      await expectCompleted(stage, offer)
      await stage.expectInstalled(offer, 1)
    },
  },
  {
    id: "failed-import",
    title: "never reports completed where its import fails",
    clause: "10_API_CONTRACTS.md#the-outcome",
    expected: "An import that fails is reported failed, or finished later and reported then.",
    async run(stage) {
      if (!stage.target.breakImports) throw new CaseSkipped("The adapter gives no breakImports().")
      const { offer, browser, page } = await stage.arrive()
      stage.target.breakImports(true)
      await stage.accept(browser, page)
      await stage.expectInstalled(offer, 0)
      if (stage.state(offer).outcome === "completed") throw new CaseFailure("It reported completed.")
      stage.target.breakImports(false)
      await stage.insist(browser, offer, page)
      await stage.eventually(async () => {
        const { outcome } = stage.state(offer)
        return outcome === ((await stage.installed(offer)) === 1 ? "completed" : "failed")
      }, "The registry was not told what became of the install.")
    },
  },
]

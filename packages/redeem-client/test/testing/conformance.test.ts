import { describeConformance, renderText, runConformance } from "@fleetprompt/redeem-client/testing"
import { describe, expect, it } from "vitest"
import { type Flaw, targetWith } from "./support/target.ts"

/** Every flaw, with the case that must find it. Others may find it as well. */
const flaws: [Flaw, string][] = [
  ["redeems when the link is opened", "asks-before-it-redeems"],
  ["asks none of its own rules", "own-rules-decide"],
  ["installs before the buyer declines", "no-means-no"],
  ["names the same person whoever is signed in", "wrong-buyer"],
  ["lets anybody in", "sign-in-first"],
  ["takes links of any registry", "other-issuer"],
  ["asks about every token", "malformed-token"],
  ["installs after a refusal", "expired-token"],
  ["installs after a refusal", "canceled-install"],
  ["installs after a refusal", "revoked-in-between"],
  ["installs after a refusal", "spent-token"],
  ["installs after a refusal", "unknown-token"],
  ["installs after a refusal", "reissued-token"],
  ["chooses a redemptionId for every attempt", "lost-reply"],
  ["forgets its redemptionIds in a restart", "crash-after-redeem"],
  ["installs for every reply", "parallel-completes"],
  ["installs for every reply", "installs-once"],
  ["installs whatever comes back", "server-error"],
  ["installs whatever comes back", "garbage-reply"],
  ["calls again at once", "rate-limited"],
  ["waits for ever", "slow-registry"],
  ["goes by its own clock", "registry-clock"],
  ["looks at no current state", "replay-of-a-revoked-release"],
  ["reports before it installs", "completed-after-install"],
  ["reports once at most", "outcome-told-later"],
  ["reports completed where an import failed", "failed-import"],
  ["sends no headers with its pages", "page-headers"],
  ["leads on with the token in the address", "token-in-no-address-or-page"],
  ["keeps the token on its page", "token-in-no-address-or-page"],
  ["writes names into its HTML", "names-are-text"],
  ["logs the token", "token-in-no-log"],
  ["takes a form from anywhere", "cross-site-post"],
  ["keeps what was brought for everybody", "other-session"],
  ["asks for installs without a verifier", "requested-install"],
]

describeConformance({ describe, it, expect }, targetWith())

describe("T-KIT-3 · a target that", () => {
  it.each(flaws)("%s fails %s", async (flaw, id) => {
    const { cases } = await runConformance(targetWith(flaw), { only: [id] })
    expect(cases).toMatchObject([
      { id, verdict: "failed", happened: expect.not.stringContaining("The adapter failed") },
    ])
  })
})

describe("the flaws", () => {
  it("are as many as there are demands", async () => {
    const { cases } = await runConformance({ ...targetWith(), start: () => Promise.reject(new Error("not needed")) })
    expect(new Set(flaws.map(([, id]) => id))).toEqual(new Set(cases.map(({ id }) => id)))
  })
})

describe("a good target", () => {
  it.each(["secret", "key"] as const)("passes every case and skips none, with a %s", async (authentication) => {
    const report = await runConformance(targetWith(undefined, authentication))
    expect(report.skipped, renderText(report)).toBe(0)
    expect(report.failed, renderText(report)).toBe(0)
  })
})

import * as Wire from "@fleetprompt/sdk/contracts"
import { describe, expect, it } from "vitest"
import { newInstallToken, subject } from "./support/credentials.ts"
import { fixture, redemptionFixtures } from "./support/fixtures.ts"
import { mutantsOf } from "./support/mutants.ts"
import { answered, fakeRegistry } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

const redemptionIdRule = Wire.redeemRequest.shape.redemptionId

/**
 * What the wire schema makes of a reply to a redeem, and what the redeemer makes of it that asked for this very
 * redemption. An id nobody can have asked with is the one thing the redeemer alone refuses.
 */
async function bothRead(body: unknown) {
  const wire = Wire.redeemReply.safeParse(body)
  const id = redemptionIdRule.safeParse(wire.data?.redemption.redemptionId)
  const { fetch } = fakeRegistry(answered(body))
  const store = { getOrCreate: async () => id.data ?? "0c9d3b52-7a0e-4f6b-9a57-2f0c1d8e4b63" }
  const ours = await testRedeemer({ fetch, store })
    .redeem(newInstallToken(), subject)
    .catch((error: unknown) => error)
  const isAccepted = wire.success && id.success
  return { wire: isAccepted ? { ok: true, ...wire.data } : "refused", ours: isUnexpected(ours) ? "refused" : ours }
}

/** The same for a reply to a peek. */
async function bothPeek(body: unknown) {
  const wire = Wire.introspection.safeParse(body)
  const { fetch } = fakeRegistry(answered(body))
  const ours = await testRedeemer({ fetch })
    .peek(newInstallToken(), subject)
    .catch((error: unknown) => error)
  const { active, ...preview } = wire.data ?? { active: false }
  const expected = active ? preview : null
  return { wire: wire.success ? expected : "refused", ours: isUnexpected(ours) ? "refused" : ours }
}

const isUnexpected = (value: unknown) => value instanceof Error && "code" in value && value.code === "UNEXPECTED_REPLY"

describe("a golden redeem reply", () => {
  it.each(redemptionFixtures)("%s is read as the wire schema reads it", async (name) => {
    const { wire, ours } = await bothRead(fixture(name))
    expect(ours).toEqual(wire)
    expect(wire === "refused").toBe(name.startsWith("redemption.bad-"))
  })

  it("comes in both kinds", () => {
    const bad = redemptionFixtures.filter((name) => name.startsWith("redemption.bad-"))
    expect(bad.length).toBeGreaterThan(5)
    expect(redemptionFixtures.length - bad.length).toBeGreaterThan(2)
  })
})

describe("a reply damaged in one place", () => {
  it.each(redemptionFixtures.filter((name) => name.startsWith("redemption.ok")))(
    "is read as the wire schema reads it (%s)",
    async (name) => {
      const mutants = mutantsOf(fixture(name))
      const verdicts = await Promise.all(mutants.map(bothRead))
      for (const [index, { wire, ours }] of verdicts.entries())
        expect({ mutant: mutants[index], ours }).toEqual({ mutant: mutants[index], ours: wire })
      expect(verdicts.filter(({ wire }) => wire === "refused").length).toBeGreaterThan(100)
    },
  )

  it("is read as the wire schema reads it (introspection)", async () => {
    const mutants = mutantsOf({
      active: true,
      installIntentId: "ins_4kQz7Wm2RtYp9XcVb1NsLd",
      listing: { slug: "acme/support-triage", name: "Support Triage", assetKind: "whs_agent" },
      publisher: { handle: "acme", displayName: "Acme", verifiedAtMs: 1_780_000_000_000 },
      release: { version: "1.4.0", digest: `sha256:${"0".repeat(64)}` },
      targetContext: { telespaceId: "tsp_71f0" },
      expiresAtMs: 1_790_000_900_000,
      subjectMatches: true,
    })
    const verdicts = await Promise.all([...mutants, { active: false }, { active: false, extra: 1 }].map(bothPeek))
    for (const { wire, ours } of verdicts) expect(ours).toEqual(wire)
    expect(verdicts.filter(({ wire }) => wire === "refused").length).toBeGreaterThan(100)
  })
})

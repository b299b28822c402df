import { describe, expect, it } from "vitest"
import { answered, fakeRegistry, refused, requestId } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

const installIntentId = "ins_4kQz7Wm2RtYp9XcVb1NsLd"
const redemptionId = "0c9d3b52-7a0e-4f6b-9a57-2f0c1d8e4b63"
const reported = answered({ installIntentId, outcome: "completed", outcomeAtMs: 1_790_000_060_000 })

describe("a report", () => {
  it("posts the outcome to the intent", async () => {
    const { fetch, requests } = fakeRegistry(reported)
    expect(await testRedeemer({ fetch }).report(installIntentId, redemptionId, "completed")).toBeUndefined()
    expect(requests).toHaveLength(1)
    expect(requests[0]?.url).toBe(`https://registry.example/v1/install-intents/${installIntentId}/outcome`)
    expect(requests[0]?.body).toEqual({ redemptionId, outcome: "completed" })
  })

  it("carries the cause where there is one", async () => {
    const { fetch, requests } = fakeRegistry(reported)
    await testRedeemer({ fetch }).report(installIntentId, redemptionId, "declined", { code: "user_declined" })
    expect(requests[0]?.body).toEqual({ redemptionId, outcome: "declined", code: "user_declined" })
  })

  it("carries what the installed thing is called here", async () => {
    const { fetch, requests } = fakeRegistry(reported)
    await testRedeemer({ fetch }).report(installIntentId, redemptionId, "completed", { targetInstallRef: "agent-7" })
    expect(requests[0]?.body).toEqual({ redemptionId, outcome: "completed", targetInstallRef: "agent-7" })
  })

  it("is sent again where the registry was in trouble", async () => {
    const { fetch, requests } = fakeRegistry(refused("UNAVAILABLE"), reported)
    await testRedeemer({ fetch }).report(installIntentId, redemptionId, "completed")
    expect(requests).toHaveLength(2)
  })

  it("throws where another outcome was reported before", async () => {
    const { fetch, requests } = fakeRegistry(refused("OUTCOME_CONFLICT"))
    const report = testRedeemer({ fetch }).report(installIntentId, redemptionId, "failed")
    await expect(report).rejects.toMatchObject({
      name: "RedeemProtocolError",
      code: "REQUEST_REFUSED",
      status: 409,
      problemCode: "OUTCOME_CONFLICT",
      requestId,
      outcomeUnknown: false,
    })
    expect(requests).toHaveLength(1)
  })

  it("does not take any 200 for an answer", async () => {
    const { fetch } = fakeRegistry(answered({ ok: true }))
    await expect(testRedeemer({ fetch }).report(installIntentId, redemptionId, "completed")).rejects.toMatchObject({
      code: "UNEXPECTED_REPLY",
      outcomeUnknown: true,
    })
  })

  it.each(["../../admin", "ins_short", `${installIntentId}/..`, ""])("does not put %j into an address", async (id) => {
    const { fetch, requests } = fakeRegistry(reported)
    await expect(testRedeemer({ fetch }).report(id, redemptionId, "completed")).rejects.toThrow(TypeError)
    expect(requests).toEqual([])
  })

  it("wants the redemptionId of the redemption", async () => {
    const { fetch, requests } = fakeRegistry(reported)
    await expect(testRedeemer({ fetch }).report(installIntentId, "", "completed")).rejects.toThrow(TypeError)
    expect(requests).toEqual([])
  })
})

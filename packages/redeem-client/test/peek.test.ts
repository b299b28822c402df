import { describe, expect, it } from "vitest"
import { newInstallToken, subject } from "./support/credentials.ts"
import { preview as live } from "./support/handoff.ts"
import { answered, fakeRegistry, refused } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

describe("a peek", () => {
  it("shows what a live token stands for", async () => {
    const { fetch } = fakeRegistry(answered(live))
    const { active: _active, ...preview } = live
    expect(await testRedeemer({ fetch }).peek(newInstallToken(), subject)).toEqual(preview)
  })

  it("asks with token and subject, and keeps no redemptionId", async () => {
    const { fetch, requests } = fakeRegistry(answered(live))
    const token = newInstallToken()
    const store = { getOrCreate: () => Promise.reject(new Error("The store was asked.")) }
    const session = { ...subject, email: "ada@example.com" }
    await testRedeemer({ fetch, store }).peek(token, session)
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({ url: "https://registry.example/v1/install-intents/introspect" })
    expect(requests[0]?.body).toEqual({ token, subject })
  })

  it("answers null for a token that is not live for this target", async () => {
    const { fetch } = fakeRegistry(answered({ active: false }))
    expect(await testRedeemer({ fetch }).peek(newInstallToken(), subject)).toBeNull()
  })

  it("insists on a subject", async () => {
    const { fetch, requests } = fakeRegistry(answered(live))
    // @ts-expect-error -- what a caller without types might pass
    await expect(testRedeemer({ fetch }).peek(newInstallToken(), {})).rejects.toThrow(TypeError)
    expect(requests).toEqual([])
  })

  it("never leaves an outcome unknown, for it changes nothing", async () => {
    const { fetch, requests } = fakeRegistry(refused("UNAVAILABLE"))
    await expect(testRedeemer({ fetch }).peek(newInstallToken(), subject)).rejects.toMatchObject({
      code: "REGISTRY_UNAVAILABLE",
      outcomeUnknown: false,
    })
    expect(requests).toHaveLength(4)
  })
})

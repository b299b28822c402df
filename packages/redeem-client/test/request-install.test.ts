import { createHash } from "node:crypto"
import { createHandoffRequest } from "@fleetprompt/sdk/contracts"
import { describe, expect, it } from "vitest"
import { newInstallToken, subject } from "./support/credentials.ts"
import { answered, fakeRegistry, redeemed, refused } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

const startUrl = "https://registry.example/install?handoff=hof_4kQz7Wm2RtYp9XcVb1NsLd"
const created = answered({ handoffId: "hof_4kQz7Wm2RtYp9XcVb1NsLd", startUrl, expiresAtMs: 1_790_000_600_000 }, 201)

describe("asking for an install", () => {
  it("sends the challenge of a verifier that it answers and never sends", async () => {
    const { fetch, requests } = fakeRegistry(created)
    const ask = { listing: "acme/support-triage", version: "1.4.0", targetContext: { telespaceId: "tsp_71f0" } }
    const asked = await testRedeemer({ fetch }).requestInstall({ ...ask, state: "agents-page" })
    expect(asked).toEqual({
      handoffId: "hof_4kQz7Wm2RtYp9XcVb1NsLd",
      startUrl,
      expiresAtMs: 1_790_000_600_000,
      state: "agents-page",
      codeVerifier: expect.stringMatching(/^[0-9A-Za-z_-]{43}$/),
    })
    expect(requests[0]?.url).toBe("https://registry.example/v1/handoffs")
    expect(createHandoffRequest.parse(requests[0]?.body)).toEqual({
      ...ask,
      state: "agents-page",
      codeChallenge: createHash("sha256").update(asked.codeVerifier).digest("base64url"),
    })
    expect(JSON.stringify(requests[0]?.body)).not.toContain(asked.codeVerifier)
  })

  it("makes state and verifier afresh each time, and the wire takes them", async () => {
    const { fetch, requests } = fakeRegistry(created)
    const redeemer = testRedeemer({ fetch })
    const [one, two] = [await redeemer.requestInstall({}), await redeemer.requestInstall({})]
    expect(new Set([one.state, two.state, one.codeVerifier, two.codeVerifier]).size).toBe(4)
    for (const { body } of requests) expect(createHandoffRequest.safeParse(body).success).toBe(true)
  })

  it("throws where the registry refuses", async () => {
    const { fetch } = fakeRegistry(refused("VALIDATION_FAILED"))
    await expect(testRedeemer({ fetch }).requestInstall({ listing: "no slug" })).rejects.toMatchObject({
      code: "REQUEST_REFUSED",
      problemCode: "VALIDATION_FAILED",
    })
  })
})

describe("redeeming what was asked for", () => {
  it("shows the verifier", async () => {
    const { fetch, requests } = fakeRegistry(redeemed)
    const codeVerifier = "v".repeat(43)
    await testRedeemer({ fetch }).redeem(newInstallToken(), subject, { codeVerifier })
    expect(requests[0]?.body["codeVerifier"]).toBe(codeVerifier)
  })

  it("sends none for an install that was started at the registry", async () => {
    const { fetch, requests } = fakeRegistry(redeemed)
    await testRedeemer({ fetch }).redeem(newInstallToken(), subject)
    expect(Object.keys(requests[0]?.body ?? {})).toEqual(["token", "redemptionId", "subject"])
  })
})

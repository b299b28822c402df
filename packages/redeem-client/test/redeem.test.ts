import { createHash } from "node:crypto"
import type { RedemptionStore } from "@fleetprompt/redeem-client"
import type { ErrorCode } from "@fleetprompt/sdk/contracts"
import { describe, expect, it } from "vitest"
import { newInstallToken, subject, targetSecret } from "./support/credentials.ts"
import { goodReply } from "./support/fixtures.ts"
import { answered, fakeRegistry, redeemed, refused, requestId } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

const keptId = "0c9d3b52-7a0e-4f6b-9a57-2f0c1d8e4b63"
const storeOf = (redemptionId: string): RedemptionStore => ({ getOrCreate: async () => redemptionId })

describe("a redeem", () => {
  it("answers the redemption the registry made", async () => {
    const { fetch } = fakeRegistry(redeemed)
    const result = await testRedeemer({ fetch, store: storeOf(keptId) }).redeem(newInstallToken(), subject)
    expect(result).toEqual({ ok: true, ...goodReply(keptId) })
  })

  it("posts token, redemptionId and subject as the target, and follows no redirect", async () => {
    const { fetch, requests } = fakeRegistry(redeemed)
    const token = newInstallToken()
    const registry = "https://registry.example/base/"
    await testRedeemer({ fetch, registry, store: storeOf(keptId) }).redeem(token, subject)
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({
      url: "https://registry.example/base/v1/install-intents/redeem",
      init: { method: "POST", redirect: "manual" },
      body: { token, redemptionId: keptId, subject },
    })
    expect(Object.fromEntries(requests[0]?.headers ?? [])).toEqual({
      accept: "application/json, application/problem+json",
      authorization: `Bearer ${targetSecret}`,
      "content-type": "application/json",
    })
  })

  it("says that a redemption is replayed and how things stand now", async () => {
    const current = { releaseStatus: "revoked", listingStatus: "suspended", outcome: "failed" }
    const { fetch } = fakeRegistry(answered({ ...goodReply(keptId), current, replayed: true }))
    const result = await testRedeemer({ fetch, store: storeOf(keptId) }).redeem(newInstallToken(), subject)
    expect(result).toMatchObject({ ok: true, replayed: true, current })
  })

  it("sends nothing of a session object but iss and sub", async () => {
    const { fetch, requests } = fakeRegistry(redeemed)
    const session = { ...subject, email: "ada@example.com" }
    await testRedeemer({ fetch }).redeem(newInstallToken(), session)
    expect(requests[0]?.body["subject"]).toEqual(subject)
  })

  it.each([
    {},
    { iss: "https://id.example.com" },
    { iss: "", sub: "user-2041" },
    { iss: 1, sub: "user-2041" },
    { iss: "https://id.example.com", sub: "" },
    { iss: "https://id.example.com", sub: 2041 },
  ])("refuses the subject %j before it keeps or sends anything", async (malformed) => {
    const { fetch, requests } = fakeRegistry(redeemed)
    const store: RedemptionStore = { getOrCreate: () => Promise.reject(new Error("The store was asked.")) }
    const redeemer = testRedeemer({ fetch, store })
    // @ts-expect-error -- what a caller without types might pass
    await expect(redeemer.redeem(newInstallToken(), malformed)).rejects.toThrow(TypeError)
    expect(requests).toEqual([])
  })
})

describe("the redemptionId", () => {
  it("is kept before the first byte is sent", async () => {
    const { fetch, requests } = fakeRegistry(redeemed)
    const kept = Promise.withResolvers<string>()
    const asked = Promise.withResolvers<void>()
    const store: RedemptionStore = {
      getOrCreate: () => {
        asked.resolve()
        return kept.promise
      },
    }
    const result = testRedeemer({ fetch, store }).redeem(newInstallToken(), subject)
    await asked.promise
    await new Promise(setImmediate)
    expect(requests).toEqual([])
    kept.resolve(keptId)
    await result
    expect(requests[0]?.body["redemptionId"]).toBe(keptId)
  })

  it("is kept under the SHA-256 of the token, so that the store sees no token", async () => {
    const { fetch } = fakeRegistry(redeemed)
    const token = newInstallToken()
    const keys: string[] = []
    const store: RedemptionStore = {
      async getOrCreate(key, make) {
        keys.push(key)
        return make()
      },
    }
    await testRedeemer({ fetch, store }).redeem(token, subject)
    expect(keys).toEqual([createHash("sha256").update(token).digest("hex")])
  })

  it("is the same for one token and another for another", async () => {
    const { fetch, requests } = fakeRegistry(redeemed)
    const redeemer = testRedeemer({ fetch })
    const token = newInstallToken()
    for (const offered of [token, token, newInstallToken()]) await redeemer.redeem(offered, subject)
    const [first, second, third] = requests.map(({ body }) => body["redemptionId"])
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it.each(["", "short", "with blanks in the middle", 7, undefined])(
    "is not taken from a store that answers %j",
    async (id) => {
      const { fetch, requests } = fakeRegistry(redeemed)
      // @ts-expect-error -- what a store without types might answer
      const redeemer = testRedeemer({ fetch, store: storeOf(id) })
      await expect(redeemer.redeem(newInstallToken(), subject)).rejects.toThrow(TypeError)
      expect(requests).toEqual([])
    },
  )

  it("must come back in the reply", async () => {
    const { fetch } = fakeRegistry(answered(goodReply("11111111-2222-3333-4444-555555555555")))
    const redeemer = testRedeemer({ fetch, store: storeOf(keptId) })
    await expect(redeemer.redeem(newInstallToken(), subject)).rejects.toMatchObject({
      code: "UNEXPECTED_REPLY",
      message: "The reply has an unknown shape at /redemption/redemptionId.",
    })
  })

  it("is not asked for where the store fails, and the store's own error comes through", async () => {
    const { fetch, requests } = fakeRegistry(redeemed)
    const full = new Error("The disk is full.")
    const redeemer = testRedeemer({ fetch, store: { getOrCreate: () => Promise.reject(full) } })
    await expect(redeemer.redeem(newInstallToken(), subject)).rejects.toBe(full)
    expect(requests).toEqual([])
  })
})

const expected: [ErrorCode, string][] = [
  ["INSTALL_TOKEN_MALFORMED", "malformed"],
  ["INSTALL_TOKEN_INVALID", "invalid"],
  ["INSTALL_TOKEN_EXPIRED", "expired"],
  ["INSTALL_INTENT_CANCELED", "canceled"],
  ["INSTALL_TOKEN_REDEEMED", "already_redeemed"],
  ["BUYER_MISMATCH", "buyer_mismatch"],
  ["RELEASE_NOT_INSTALLABLE", "release_unavailable"],
  ["PUBLISHER_LOCKED", "release_unavailable"],
  ["CODE_VERIFIER_MISMATCH", "verifier_mismatch"],
  ["TARGET_DISABLED", "target_disabled"],
]

describe("an expected refusal", () => {
  it.each(expected)("%s is the value %s, in our own words", async (code, reason) => {
    const { fetch, requests } = fakeRegistry(refused(code))
    const result = await testRedeemer({ fetch }).redeem(newInstallToken(), subject)
    expect(result).toEqual({
      ok: false,
      reason,
      message: expect.stringMatching(/^This .*\.$|^Somebody .*\.$/),
      requestId,
    })
    expect(requests).toHaveLength(1)
  })

  it("has no requestId where the registry wrote none of the known form", async () => {
    const { fetch } = fakeRegistry(refused("INSTALL_TOKEN_EXPIRED", { "x-request-id": "<script>" }))
    const result = await testRedeemer({ fetch }).redeem(newInstallToken(), subject)
    expect(result).toMatchObject({ ok: false, reason: "expired", requestId: null })
  })

  it("is not read out of a success", async () => {
    const { fetch } = fakeRegistry(answered({ code: "INSTALL_TOKEN_EXPIRED", retryable: false }))
    await expect(testRedeemer({ fetch }).redeem(newInstallToken(), subject)).rejects.toMatchObject({
      code: "UNEXPECTED_REPLY",
    })
  })
})

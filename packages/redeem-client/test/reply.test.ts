import { describe, expect, it } from "vitest"
import { newInstallToken, subject } from "./support/credentials.ts"
import { goodReply } from "./support/fixtures.ts"
import { answered, fakeRegistry, refused, requestId } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

const keptId = "0c9d3b52-7a0e-4f6b-9a57-2f0c1d8e4b63"
const redeemWith = (answer: Parameters<typeof fakeRegistry>[0]) => {
  const { fetch } = fakeRegistry(answer)
  return testRedeemer({ fetch, store: { getOrCreate: async () => keptId } }).redeem(newInstallToken(), subject)
}

describe("a body", () => {
  const text = JSON.stringify(goodReply(keptId))

  it("of 64 KiB is read", async () => {
    expect(await redeemWith(answered(text.padEnd(65_536)))).toMatchObject({ ok: true })
  })

  it("of one byte more is not", async () => {
    await expect(redeemWith(answered(text.padEnd(65_537)))).rejects.toMatchObject({ code: "UNEXPECTED_REPLY" })
  })

  it.each([
    ["nothing", ""],
    ["half of one", text.slice(0, -1)],
    ["a web page", "<!doctype html><title>Sign in to the Wi-Fi</title>"],
    ["null", "null"],
  ])("of %s is no redemption, and the outcome is unknown", async (_what, body) => {
    await expect(redeemWith(answered(body))).rejects.toMatchObject({
      name: "RedeemProtocolError",
      code: "UNEXPECTED_REPLY",
      status: 200,
      requestId,
      outcomeUnknown: true,
    })
  })

  it("that is not UTF-8 is no redemption", async () => {
    const bytes = new TextEncoder().encode(text.replace("Support", "Supp\u00f6rt"))
    bytes[bytes.indexOf(0xc3)] = 0xff
    await expect(redeemWith(() => new Response(bytes))).rejects.toMatchObject({ code: "UNEXPECTED_REPLY" })
  })

  it("of unknown shape names the place and nothing else", async () => {
    const { current: _current, ...rest } = goodReply(keptId)
    await expect(redeemWith(answered(rest))).rejects.toThrow("The reply has an unknown shape at /current.")
  })

  it("without content at all is no redemption", async () => {
    await expect(redeemWith(() => new Response(null, { status: 204 }))).rejects.toMatchObject({ status: 204 })
  })
})

describe("a refusal of the target itself", () => {
  it.each(["UNAUTHENTICATED", "TOKEN_REVOKED", "TOKEN_EXPIRED", "INSUFFICIENT_SCOPE", "ACCOUNT_LOCKED"] as const)(
    "(%s) is an authentication error",
    async (code) => {
      await expect(redeemWith(refused(code))).rejects.toMatchObject({
        name: "RedeemAuthError",
        code: "AUTHENTICATION_REFUSED",
        problemCode: code,
        requestId,
        outcomeUnknown: false,
      })
    },
  )

  it("is one without a problem body too", async () => {
    await expect(redeemWith(answered("no", 401))).rejects.toMatchObject({ name: "RedeemAuthError", problemCode: null })
  })
})

describe("a refusal a correct target does not meet", () => {
  it.each(["REDEMPTION_ID_REUSED", "INVALID_REQUEST", "NOT_FOUND"] as const)("(%s) throws", async (code) => {
    await expect(redeemWith(refused(code))).rejects.toMatchObject({
      name: "RedeemProtocolError",
      code: "REQUEST_REFUSED",
      problemCode: code,
      outcomeUnknown: false,
    })
  })

  it("is not recognised where the body is no problem of ours", async () => {
    await expect(redeemWith(answered({ error: "nope" }, 400))).rejects.toMatchObject({
      code: "UNEXPECTED_REPLY",
      problemCode: null,
    })
  })
})

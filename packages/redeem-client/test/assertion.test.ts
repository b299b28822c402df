import { createHash } from "node:crypto"
import type { TargetKey } from "@fleetprompt/redeem-client"
import { targetEntry } from "@fleetprompt/redeem-client/self"
import { describe, expect, it } from "vitest"
import { newInstallToken, subject } from "./support/credentials.ts"
import { newKey, readAssertion, targetId, thumbprintOf } from "./support/keys.ts"
import { answered, fakeRegistry, redeemed, refused, type SeenRequest } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

const nowMs = Date.UTC(2026, 8, 21, 14, 0, 0)
const now = () => nowMs

const signerOf = (request: SeenRequest | undefined, keys: TargetKey[]) =>
  keys.findIndex((key) => readAssertion(request?.headers.get("authorization") ?? null, key).isSigned)

const hashOf = (body: string) => createHash("sha256").update(body).digest("base64url")

describe.each([
  ["P-256", "ES256"],
  ["Ed25519", "EdDSA"],
] as const)("a request signed with %s", (kind, alg) => {
  it("vouches for its method, address and body, for a minute", async () => {
    const key = await newKey(kind)
    const { fetch, requests } = fakeRegistry(redeemed)
    const registry = "https://registry.example/base/"
    await testRedeemer({ fetch, now, registry, credential: { targetId, keys: [key] } }).redeem(
      newInstallToken(),
      subject,
    )
    const { isSigned, header, claims } = readAssertion(requests[0]?.headers.get("authorization") ?? null, key)
    expect(isSigned).toBe(true)
    expect(header).toEqual({ typ: "fp-target+jwt", alg, kid: thumbprintOf(key) })
    expect(claims).toEqual({
      iss: targetId,
      sub: targetId,
      aud: "https://registry.example",
      iat: nowMs / 1_000,
      exp: nowMs / 1_000 + 60,
      jti: expect.stringMatching(/^[0-9A-Za-z_-]{16,64}$/),
      htm: "POST",
      htu: "https://registry.example/base/v1/install-intents/redeem",
      bh: hashOf(JSON.stringify(requests[0]?.body)),
    })
  })

  it("hashes the empty text where it has no body", async () => {
    const key = await newKey(kind)
    const seen: Headers[] = []
    const fetch: typeof globalThis.fetch = async (_input, init) => {
      seen.push(new Headers(init?.headers))
      return Response.json({
        targetId,
        name: "whs",
        landingUrl: "https://whs.example/",
        systemVersions: {},
        requireBuyerMatch: true,
      })
    }
    const registry = "https://registry.example"
    await targetEntry({ registry, fetch, now, credential: { targetId, keys: [key] } }).describe()
    const { isSigned, claims } = readAssertion(seen[0]?.get("authorization") ?? null, key)
    expect(isSigned).toBe(true)
    expect(claims).toMatchObject({ htm: "GET", htu: "https://registry.example/v1/targets/self", bh: hashOf("") })
  })
})

describe("every attempt", () => {
  it("has a signature of its own and the same redemptionId (T-CLIENT-1)", async () => {
    const key = await newKey("P-256")
    const { fetch, requests } = fakeRegistry(refused("UNAVAILABLE"), refused("UNAVAILABLE"), redeemed)
    await testRedeemer({ fetch, now, credential: { targetId, keys: [key] } }).redeem(newInstallToken(), subject)
    const read = requests.map(({ headers }) => readAssertion(headers.get("authorization"), key))
    expect(read.map(({ isSigned }) => isSigned)).toEqual([true, true, true])
    expect(new Set(read.map(({ claims }) => claims["jti"])).size).toBe(3)
    expect(new Set(requests.map(({ body }) => body["redemptionId"])).size).toBe(1)
  })
})

describe("a key the registry does not know", () => {
  it("is followed by the next one, once, without a retry", async () => {
    const keys = [await newKey("Ed25519"), await newKey("P-256")]
    const { fetch, requests } = fakeRegistry(refused("TARGET_KEY_UNKNOWN"), redeemed)
    const redeemer = testRedeemer({ fetch, maxRetries: 0, credential: { targetId, keys } })
    expect(await redeemer.redeem(newInstallToken(), subject)).toMatchObject({ ok: true })
    expect(requests.map((request) => signerOf(request, keys))).toEqual([0, 1])
  })

  it("ends the call where the next is unknown too", async () => {
    const keys = [await newKey("Ed25519"), await newKey("P-256"), await newKey("P-256")]
    const { fetch, requests } = fakeRegistry(refused("TARGET_KEY_UNKNOWN"))
    const redeemer = testRedeemer({ fetch, credential: { targetId, keys } })
    await expect(redeemer.redeem(newInstallToken(), subject)).rejects.toMatchObject({
      name: "RedeemAuthError",
      problemCode: "TARGET_KEY_UNKNOWN",
      outcomeUnknown: false,
    })
    expect(requests).toHaveLength(2)
  })

  it("ends the call at once where it is the only one, and a secret has no other", async () => {
    const { fetch, requests } = fakeRegistry(refused("TARGET_KEY_UNKNOWN"))
    const alone = testRedeemer({ fetch, credential: { targetId, keys: [await newKey("P-256")] } })
    await expect(alone.redeem(newInstallToken(), subject)).rejects.toThrow("TARGET_KEY_UNKNOWN")
    await expect(testRedeemer({ fetch }).redeem(newInstallToken(), subject)).rejects.toThrow("TARGET_KEY_UNKNOWN")
    expect(requests).toHaveLength(2)
  })
})

describe("a clock that is off", () => {
  const date = (ms: number) => ({ date: new Date(ms).toUTCString() })
  const refusedAt = (ms: number) => refused("TARGET_ASSERTION_INVALID", date(ms))
  const issuedAt = (request: SeenRequest | undefined, key: TargetKey) =>
    Number(readAssertion(request?.headers.get("authorization") ?? null, key).claims["iat"]) * 1_000

  it.each([-90_000, 90_000, 86_400_000])("by %d ms is set by the registry's, once, and stays set", async (skewMs) => {
    const key = await newKey("P-256")
    const { fetch, requests } = fakeRegistry(refusedAt(nowMs + skewMs), redeemed)
    const redeemer = testRedeemer({ fetch, now, maxRetries: 0, credential: { targetId, keys: [key] } })
    expect(await redeemer.redeem(newInstallToken(), subject)).toMatchObject({ ok: true })
    await redeemer.redeem(newInstallToken(), subject)
    expect(requests.map((request) => issuedAt(request, key) - nowMs)).toEqual([0, skewMs, skewMs])
  })

  it("is not blamed where the registry's says the same", async () => {
    const { fetch, requests } = fakeRegistry(refusedAt(nowMs + 5_000))
    const redeemer = testRedeemer({ fetch, now, credential: { targetId, keys: [await newKey("P-256")] } })
    await expect(redeemer.redeem(newInstallToken(), subject)).rejects.toMatchObject({
      problemCode: "TARGET_ASSERTION_INVALID",
    })
    expect(requests).toHaveLength(1)
  })

  it("is not blamed twice, whatever the registry says its time is", async () => {
    let ms = nowMs
    const { fetch, requests } = fakeRegistry((request) => refusedAt((ms += 3_600_000))(request))
    const redeemer = testRedeemer({ fetch, now, credential: { targetId, keys: [await newKey("P-256")] } })
    await expect(redeemer.redeem(newInstallToken(), subject)).rejects.toThrow("TARGET_ASSERTION_INVALID")
    expect(requests).toHaveLength(2)
  })
})

describe("a credential of keys", () => {
  it.each([
    ["no key", async () => []],
    ["a public key", async () => [{ ...(await newKey("P-256")), d: undefined }].map(({ d: _d, ...key }) => key)],
    ["a key of another curve", async () => [{ ...(await newKey("P-256")), crv: "P-384" }]],
    ["an RSA key", async () => [{ kty: "RSA", n: "x", e: "AQAB", d: "x" }]],
  ])("is refused with %s", async (_what, keys) => {
    const credential = { targetId, keys: await keys() }
    expect(() => testRedeemer({ credential })).toThrow("keys must be private JWKs, P-256 or Ed25519.")
  })

  it.each(["", "whs", "tgt_short"])("is refused with the target id %j", async (id) => {
    const credential = { targetId: id, keys: [await newKey("P-256")] }
    expect(() => testRedeemer({ credential })).toThrow("targetId must be a target id (tgt_…).")
  })

  it("whose numbers are no key is refused before anything is sent, in words that hold none of them", async () => {
    const key = { ...(await newKey("P-256")), d: "A".repeat(42) }
    const { fetch, requests } = fakeRegistry(answered({}))
    const redeemer = testRedeemer({ fetch, credential: { targetId, keys: [key] } })
    const error = await redeemer.redeem(newInstallToken(), subject).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: "RedeemAuthError", code: "CREDENTIAL_MALFORMED" })
    expect(error).not.toHaveProperty("cause")
    expect(String(error)).not.toContain(String(key.x))
    expect(requests).toEqual([])
  })
})

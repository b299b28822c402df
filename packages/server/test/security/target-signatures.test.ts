import { createHmac, randomUUID } from "node:crypto"
import { limits, type TargetSelf } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Forgery, makeKeys, registerSigning, type SigningTarget } from "../support/signing-target.ts"
import { base64url } from "../support/trusting-registry.ts"

const self = { method: "GET", path: "/v1/targets/self" }
const say = { method: "PUT", path: "/v1/targets/self/versions", body: { systemVersions: { whs: "2.3.0" } } }

describe.each(engines)("signed requests of targets on $name", (engine) => {
  let registry: TestRegistry
  let admin: Caller
  let whs: SigningTarget
  let other: SigningTarget
  beforeAll(async () => {
    registry = await openRegistry(engine)
    admin = await registry.moderator("ada", "admin")
    whs = await registerSigning(registry, admin, "whs")
    other = await registerSigning(registry, admin, "other", "EdDSA")
  })
  afterAll(() => registry.close())

  const seenAssertions = () => registry.rawSql("SELECT jti FROM target_assertions")

  describe("T-TARGET-1 · admit the target that signed this very request", () => {
    it.each(["ES256", "EdDSA"] as const)("by %s, with and without a body and with a query", async (alg) => {
      const target = alg === "ES256" ? whs : other
      expect((await target.request<TargetSelf>(self)).body).toMatchObject({
        targetId: target.targetId,
        credential: { kind: "key", kid: target.keys.kid },
      })
      expect((await target.request(say)).status).toBe(200)
      expectRefusal(await target.request({ ...self, path: `${self.path}?x=1` }), 400, "INVALID_REQUEST")
    })

    it("in the last moment of its minute and of what clocks may differ, and no longer", async () => {
      const { clock } = registry
      const token = await whs.sign(self)
      clock.advance(limits.targetAssertionTtlMsMax + limits.targetAssertionSkewMs - 1_000)
      expect((await whs.send(self, token)).status).toBe(200)
      const late = await whs.sign(self, { claims: { iat: nowS() - 90, exp: nowS() - 30 } })
      expectRefusal(await whs.send(self, late), 401, "TARGET_ASSERTION_INVALID")
    })

    const nowS = () => Math.floor(registry.clock.nowMs() / 1_000)
    const wrongClaims: [string, () => Record<string, unknown>, string][] = [
      ["is over", () => ({ iat: nowS() - 120, exp: nowS() - 60 }), "exp"],
      ["comes from the future", () => ({ iat: nowS() + 31, exp: nowS() + 60 }), "iat"],
      ["lasts longer than a minute", () => ({ exp: nowS() + 61 }), "exp"],
      ["ends before it begins", () => ({ iat: nowS() + 10, exp: nowS() + 5 }), "exp"],
      ["says no time", () => ({ iat: undefined }), "iat"],
      ["names its times as text", () => ({ exp: "9999999999" }), "exp"],
      ["is for another method", () => ({ htm: "POST" }), "htm"],
      ["is for another address", () => ({ htu: "https://registry.example/v1/install-intents/redeem" }), "htu"],
      [
        "names the address with a query",
        () => ({ htu: "https://registry.example/v1/targets/self/versions?x=1" }),
        "htu",
      ],
      ["is for another host", () => ({ htu: "https://evil.example/v1/targets/self/versions" }), "htu"],
      ["is for another registry", () => ({ aud: "https://other.example" }), "aud"],
      ["is for several", () => ({ aud: ["https://registry.example"] }), "aud"],
      ["is for nobody", () => ({ aud: undefined }), "aud"],
      ["is issued by another", () => ({ iss: "tgt_0000000000000000000000" }), "iss"],
      ["is of another body", () => ({ bh: base64url("x") }), "bh"],
      ["is of no body", () => ({ bh: undefined }), "bh"],
      ["has no jti", () => ({ jti: undefined }), "jti"],
      ["has a short jti", () => ({ jti: "short" }), "jti"],
      ["has a jti of other signs", () => ({ jti: "a/b/c/d/e/f/g/h/i/j/k/l" }), "jti"],
    ]
    it.each(wrongClaims)("but not one that %s, and tells the target so", async (_what, claims, claim) => {
      const before = await seenAssertions()
      const answer = await whs.request(say, { claims: claims() })
      expectRefusal(answer, 401, "TARGET_ASSERTION_INVALID")
      expect(answer.problem.detail).toContain(`\`${claim}\``)
      expect(await seenAssertions()).toEqual(before)
    })

    it("but not with the body swapped on its way", async () => {
      const token = await whs.sign(say)
      const swapped = { ...say, body: { systemVersions: { whs: "9.9.9" } } }
      const answer = await whs.send(swapped, token)
      expectRefusal(answer, 401, "TARGET_ASSERTION_INVALID")
      expect(answer.problem.detail).toContain("`bh`")
      expect((await whs.send(say, token)).status).toBe(200)
    })
  })

  describe("T-TARGET-2 · are let in once", () => {
    it("and never again, not even in the same instant", async () => {
      const token = await whs.sign(self)
      const answers = await Promise.all(Array.from({ length: 20 }, () => whs.send(self, token)))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      const refused = answers.filter(({ status }) => status !== 200)
      for (const answer of refused) expectRefusal(answer, 401, "TARGET_ASSERTION_INVALID")
      expect(refused[0]?.problem.detail).toContain("`jti`")
    })

    it("whatever another target has used as its jti", async () => {
      const claims = { jti: randomUUID() }
      expect((await whs.request(self, { claims })).status).toBe(200)
      expect((await other.request(self, { claims })).status).toBe(200)
      expectRefusal(await other.request(self, { claims }), 401, "TARGET_ASSERTION_INVALID")
    })

    it("and cannot be used up by who cannot sign", async () => {
      const jti = randomUUID()
      const before = await seenAssertions()
      expectRefusal(await whs.request(self, { claims: { jti }, keys: await stolenName(whs) }), 401, "UNAUTHENTICATED")
      expect(await seenAssertions()).toEqual(before)
      expect((await whs.request(self, { claims: { jti } })).status).toBe(200)
    })
  })

  /** Keys of somebody else's under the name of the target's own. */
  const stolenName = async (target: SigningTarget) => ({ ...(await makeKeys(target.keys.alg)), kid: target.keys.kid })

  describe("T-TARGET-3 · of anybody else are told nothing", () => {
    it("who signs with another key under the right name", async () => {
      expectRefusal(await whs.request(self, { keys: await stolenName(whs) }), 401, "UNAUTHENTICATED")
    })

    it("and cannot tell an unknown target from an unknown key, another target's, a revoked or an ended one", async () => {
      const [revoked, ended] = [
        await registerSigning(registry, admin, "gone"),
        await registerSigning(registry, admin, "old"),
      ]
      const set = (column: string, target: SigningTarget) =>
        registry.rawSql(`UPDATE target_credentials SET ${column} = 1 WHERE target_id = '${target.targetId}'`)
      await set("revoked_at_ms", revoked)
      await set("expires_at_ms", ended)
      const nobody = "tgt_0000000000000000000000"
      const unknown = await whs.request(self, { claims: { iss: nobody, sub: nobody } })
      expectRefusal(unknown, 401, "TARGET_KEY_UNKNOWN")
      const alike = [
        await whs.request(self, { keys: await makeKeys("ES256") }),
        await whs.request(self, { keys: other.keys }),
        await revoked.request(self),
        await ended.request(self),
        await whs.request(self, { claims: { sub: undefined } }),
        await whs.request(self, { claims: { sub: ["x"] } }),
      ]
      for (const answer of alike) expectSameAnswer(answer, unknown)
    })

    it("and an unknown secret is answered as a revoked one", async () => {
      const gone = await registry.target("secret-gone")
      await registry.rawSql(
        `UPDATE target_credentials SET revoked_at_ms = 1
         WHERE target_id = (SELECT target_id FROM targets WHERE name = 'secret-gone')`,
      )
      const unknown = new Caller(registry.app, registry.context.secrets.random("targetSecret"))
      const answer = await gone.get("/v1/targets/self")
      expectRefusal(answer, 401, "UNAUTHENTICATED")
      expectSameAnswer(await unknown.get("/v1/targets/self"), answer)
    })
  })

  describe("T-TARGET-4 · are read by the stored key alone", () => {
    const headers: [string, Record<string, unknown>][] = [
      ["no algorithm", { alg: "none" }],
      ["an HMAC", { alg: "HS256" }],
      ["another type", { typ: "at+jwt" }],
      ["no type", { typ: undefined }],
      ["no kid", { kid: undefined }],
      ["a kid that is a list", { kid: ["x"] }],
      ["a kid that is a path", { kid: "../../key" }],
      ["a key of its own", { jwk: {} }],
      ["an address of keys", { jku: "https://evil.example/keys" }],
      ["a critical extension", { crit: ["x"], x: 1 }],
    ]
    it.each(headers)("with %s in the header nobody is admitted", async (_what, header) => {
      const [, payload, signature] = (await whs.sign(self)).split(".")
      const right = { typ: "fp-target+jwt", alg: "ES256", kid: whs.keys.kid }
      const answer = await whs.send(self, [base64url({ ...right, ...header }), payload, signature].join("."))
      expect(answer.status).toBe(401)
      expect(["UNAUTHENTICATED", "TARGET_KEY_UNKNOWN"]).toContain(answer.problem.code)
    })

    it("with the algorithm swapped, for the other kind of key or for an HMAC with the public one", async () => {
      const swapped: Forgery = { header: { kid: whs.keys.kid }, keys: other.keys }
      expectRefusal(await whs.request(self, swapped), 401, "UNAUTHENTICATED")
      const [, payload] = (await whs.sign(self)).split(".")
      const head = base64url({ typ: "fp-target+jwt", alg: "ES256", kid: whs.keys.kid })
      const mac = createHmac("sha256", JSON.stringify(whs.keys.publicKey))
        .update(`${head}.${payload}`)
        .digest("base64url")
      expectRefusal(await whs.send(self, `${head}.${payload}.${mac}`), 401, "UNAUTHENTICATED")
    })

    it("with a signature of nothing, cut short, spelled another way, or a claim named twice", async () => {
      const [head, payload = "", signature = ""] = (await whs.sign(self)).split(".")
      const twice = base64url(`{"sub":"${whs.targetId}","sub":"${other.targetId}"}`)
      for (const token of [
        `${head}.${payload}.${Buffer.alloc(64).toString("base64url")}`,
        `${head}.${payload}.`,
        `${head}.${payload}`,
        `${head}.${payload}.${signature}.x`,
        `${head}.${payload}=.${signature}`,
        `${head}.${twice}.${signature}`,
        `${head}.${base64url("[]")}.${signature}`,
        `eyJ${"A".repeat(8_000)}`,
      ]) {
        expectRefusal(await whs.send(self, token), 401, "UNAUTHENTICATED")
      }
    })
  })

  describe("T-TARGET-5 · make the server read no body but a signer's", () => {
    const body = () => {
      let pulled = 0
      const stream = new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled += 65_536
          controller.enqueue(new Uint8Array(65_536).fill(32))
        },
      })
      return { stream, pulled: () => pulled }
    }
    const post = async (token: string, stream: ReadableStream<Uint8Array>) =>
      await registry.app.request("/v1/targets/self/versions", {
        method: "PUT",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: stream,
        duplex: "half",
      } as RequestInit)

    it("not that of a stranger, of a bad signature or of a secret nobody has", async () => {
      const forged = await whs.sign(say, { keys: await stolenName(whs) })
      for (const token of [forged, registry.context.secrets.random("targetSecret"), "eyJ.eyJ.x"]) {
        const { stream, pulled } = body()
        expect((await post(token, stream)).status).toBe(401)
        // A stream fills its own queue once, whether or not anybody reads.
        expect(pulled()).toBeLessThanOrEqual(65_536)
      }
    })

    it("and never more than the limit of that", async () => {
      const { stream, pulled } = body()
      expect((await post(await whs.sign(say), stream)).status).toBe(413)
      expect(pulled()).toBeLessThan(limits.requestBodyBytesMax + 4 * 65_536)
    })
  })

  describe("T-TARGET-6 · are the one way of the targets that sign", () => {
    it("so that a secret beside the key is worth nothing, nor a key beside the secret", async () => {
      const { body } = await admin.post<{ secret: string }>("/v1/targets/whs/credentials", {})
      expectRefusal(await new Caller(registry.app, body.secret).get("/v1/targets/self"), 401, "UNAUTHENTICATED")
      const bare = await registry.target("bare")
      const keys = await makeKeys("EdDSA")
      await admin.post("/v1/targets/bare/credentials", { publicKey: keys.publicKey })
      const { targetId } = (await bare.get<TargetSelf>("/v1/targets/self")).body
      const signing = Object.assign(Object.create(Object.getPrototypeOf(whs)), whs, { targetId, keys }) as SigningTarget
      expectRefusal(await signing.request(self), 401, "UNAUTHENTICATED")
      expect((await bare.get("/v1/targets/self")).status).toBe(200)
    })

    it("and a disabled target is told that it is, once it has signed", async () => {
      const off = await registerSigning(registry, admin, "off")
      await admin.request("POST", "/v1/targets/off/disable")
      expectRefusal(await off.request(self), 403, "TARGET_DISABLED")
      expectRefusal(await off.request(self, { keys: await stolenName(off) }), 401, "UNAUTHENTICATED")
      await admin.request("POST", "/v1/targets/off/enable")
      expect((await off.request(self)).status).toBe(200)
    })
  })
})

import { createHmac } from "node:crypto"
import { CompactEncrypt, CompactSign, exportSPKI, importJWK } from "jose"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import { type CiStage, digest, namedClaims, openWithCi } from "../support/ci-provider.ts"
import { engines } from "../support/engines.ts"
import { audience, createKey, type TokenParts } from "../support/identity-provider.ts"
import { openRegistry } from "../support/registry.ts"
import { base64url } from "../support/trusting-registry.ts"

describe.each(engines.filter(({ name }) => name === "SQLite"))("T-TRUST-1 · the token of a CI", (engine) => {
  let stage: CiStage
  beforeAll(async () => {
    stage = await openWithCi(engine)
    await stage.trust()
  })
  afterAll(() => stage.close())

  const expectRejected = async (token: string, claim?: string) => {
    const answer = await stage.exchange(token)
    expectRefusal(answer, 401, "OIDC_TOKEN_REJECTED")
    if (claim !== undefined) expect(Object.keys(namedClaims(answer))).toContain(claim)
    expect(JSON.stringify(answer.body)).not.toContain(token.slice(0, 40))
    return answer
  }

  it("that is right in everything is taken", async () => {
    expect((await stage.exchangeWith()).status).toBe(200)
  })

  it.each<[string, string, TokenParts]>([
    ["of an issuer that is not allowed", "iss", { claims: { iss: "https://evil.example" } }],
    ["without an issuer", "iss", { claims: { iss: undefined } }],
    ["for another audience", "aud", { claims: { aud: "https://other.example" } }],
    ["for this audience with a slash more", "aud", { claims: { aud: `${audience}/` } }],
    ["for a list of audiences with this one in it", "aud", { claims: { aud: [audience] } }],
    ["for no audience", "aud", { claims: { aud: undefined } }],
    ["without the time it was made", "iat", { claims: { iat: undefined } }],
    ["without an end", "exp", { claims: { exp: undefined } }],
    ["whose end is text", "exp", { claims: { exp: "4102444800" } }],
    ["of which no key is named", "kid", { header: { kid: undefined } }],
    ["whose key id is empty", "kid", { header: { kid: "" } }],
  ])("%s is refused, and told %s", async (_what, claim, parts) => {
    await expectRejected(await stage.oidcToken(parts), claim)
  })

  it("names every issuer that is allowed where its own is not", async () => {
    const answer = await expectRejected(await stage.oidcToken({ claims: { iss: "https://gitlab.example" } }))
    const { iss } = namedClaims(answer)
    expect(iss).toBe(`expected "${stage.ci.issuer}", got "https://gitlab.example"`)
  })

  it("of an issuer that is spelled otherwise is refused before anything is fetched", async () => {
    const { issuer } = stage.ci
    const asked = stage.ci.keyRequests()
    const others = ["/", "//foo", "/../", "/./", "?x", "#x", ".evil.com", "@evil.com", " "].map((end) => issuer + end)
    const besides = [issuer.toUpperCase(), ` ${issuer}`, issuer.replace("127.0.0.1", "localhost"), issuer.slice(0, -1)]
    for (const iss of [...others, ...besides]) await expectRejected(await stage.oidcToken({ claims: { iss } }), "iss")
    expect(stage.ci.keyRequests()).toBe(asked)
  })

  it.each([
    ["jti"],
    ["repository"],
    ["repository_id"],
    ["repository_owner"],
    ["repository_owner_id"],
    ["workflow_ref"],
    ["job_workflow_ref"],
    ["event_name"],
    ["ref"],
    ["sha"],
    ["run_id"],
  ])("without %s is refused, and told so", async (claim) => {
    await expectRejected(await stage.oidcToken({ claims: { [claim]: undefined } }), claim)
    await expectRejected(await stage.oidcToken({ claims: { [claim]: ["acme/triage"] } }), claim)
    await expectRejected(await stage.oidcToken({ claims: { [claim]: "x\u202ey" } }), claim)
  })

  it("whose workflow is of another repository is refused", async () => {
    const claims = { workflow_ref: "evil/triage/.github/workflows/release.yml@refs/heads/main" }
    await expectRejected(await stage.oidcToken({ claims }), "workflow_ref")
  })

  it("holds from its start to its end, with 30 seconds for clocks that differ", async () => {
    const now = Math.floor(stage.registry.clock.nowMs() / 1_000)
    const status = async (claims: Record<string, unknown>) => (await stage.exchangeWith({ claims })).status
    expect(await status({ iat: now + 30, exp: now + 300 })).toBe(200)
    expect(await status({ iat: now + 31, exp: now + 300 })).toBe(401)
    expect(await status({ nbf: now + 30 })).toBe(200)
    expect(await status({ nbf: now + 31 })).toBe(401)
    expect(await status({ iat: now - 300, exp: now - 29 })).toBe(200)
    expect(await status({ iat: now - 300, exp: now - 30 })).toBe(401)
  })

  it("may be made for 15 minutes and no longer", async () => {
    const now = Math.floor(stage.registry.clock.nowMs() / 1_000)
    expect((await stage.exchangeWith({ claims: { exp: now + 900 } })).status).toBe(200)
    await expectRejected(await stage.oidcToken({ claims: { exp: now + 901 } }), "exp")
  })

  it.each(["none", "None", "NONE", ""])("that calls its algorithm %j is refused", async (alg) => {
    const [, payload] = (await stage.oidcToken()).split(".")
    for (const signature of ["", "AA"]) {
      await expectRejected(`${base64url({ alg, kid: "first", typ: "JWT" })}.${payload}.${signature}`)
    }
  })

  it("signed with HMAC and a public key for the secret is refused", async () => {
    const [, payload] = (await stage.oidcToken()).split(".")
    const { publicJwk } = stage.ci.key
    const input = `${base64url({ alg: "HS256", kid: "first", typ: "JWT" })}.${payload}`
    const publicKey = await importJWK({ ...publicJwk, ext: true }, "RS256")
    for (const secret of [await exportSPKI(publicKey as CryptoKey), JSON.stringify(publicJwk), publicJwk.n ?? ""]) {
      await expectRejected(`${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`, "alg")
    }
  })

  it("signed by the issuer with another algorithm is refused, though its key is published", async () => {
    const keys = [await createKey("ec", "ES256"), await createKey("ps", "PS256"), await createKey("ed", "EdDSA")]
    stage.ci.publish([stage.ci.key, ...keys])
    stage.registry.clock.advance(700_000)
    for (const key of keys) await expectRejected(await stage.oidcToken({ key }), "alg")
  })

  it("is checked by the issuer's keys alone, whatever key or address it brings along", async () => {
    const forger = await createKey("first", "RS256")
    const headers = [
      { jwk: forger.publicJwk },
      { jku: "http://127.0.0.1:9/keys" },
      { x5u: "http://127.0.0.1:9/cert" },
      { x5c: ["MIIB"] },
      { crit: ["x"], x: 1 },
      {},
    ]
    for (const header of headers) {
      const parts = { key: forger, header }
      const token = await stage.oidcToken(parts).catch(() => stage.oidcToken({ key: forger }))
      await expectRejected(token)
    }
  })

  it.each<[string, (token: string) => string | Promise<string>]>([
    ["no token at all", () => "run-of-the-mill"],
    ["two parts", (token) => token.split(".").slice(0, 2).join(".")],
    ["four parts", (token) => `${token}.x`],
    ["no signature", (token) => `${token.split(".").slice(0, 2).join(".")}.`],
    ["a signature that was cut", (token) => token.slice(0, -8)],
    ["base64 that is not canonical", (token) => `${token}=`],
    ["a claim twice", (token) => token.replace(/\..*\./, `.${base64url('{"iss":"a","iss":"b"}')}.`)],
    ["a payload that is a list", (token) => token.replace(/\..*\./, `.${base64url([])}.`)],
    ["a header that is no JSON", (token) => token.replace(/^[^.]*/, base64url("{"))],
    [
      "what is encrypted",
      async () =>
        await new CompactEncrypt(Buffer.from("{}"))
          .setProtectedHeader({ alg: "RSA-OAEP", enc: "A256GCM" })
          .encrypt(await importJWK({ ...(await createKey("x", "RS256")).publicJwk, alg: "RSA-OAEP" }, "RSA-OAEP")),
    ],
  ])("that is %s is refused", async (_what, broken) => {
    await expectRejected(await broken(await stage.oidcToken()))
  })

  it("that the issuer signed is refused all the same where it can be read in two ways", async () => {
    const { key } = stage.ci
    const [, payload = ""] = (await stage.oidcToken()).split(".")
    const claims = Buffer.from(payload, "base64url").toString("utf8")
    const sign = (text: string) =>
      new CompactSign(Buffer.from(text)).setProtectedHeader({ alg: "RS256", kid: key.kid }).sign(key.privateKey)
    await expectRejected(await sign(claims.replace("{", '{"repository_owner_id":"99",')))
    await expectRejected(await sign(`[${claims}]`))
    expect((await stage.exchange(await sign(claims))).status).toBe(200)
  })

  it("that is longer than 8 KiB is refused without being read", async () => {
    const answer = await stage.exchangeWith({ claims: { padding: "x".repeat(8_192) } })
    expectRefusal(answer, 422, "VALIDATION_FAILED")
  })

  it("has to be made for an audience that the registry tells", async () => {
    const { body } = await stage.registry.anonymous.get("/.well-known/fleetprompt")
    const issuers = [{ provider: "github", issuer: stage.ci.issuer }]
    expect(body).toMatchObject({ trustedPublishing: { audience, issuers } })
  })

  it("is not taken where the feature is off, and the registry says so", async () => {
    const registry = await openRegistry(engine, {}, () => ({ ciTokens: undefined }))
    const body = { oidcToken: await stage.oidcToken(), listing: "acme/triage", version: "1.0.0", digest }
    const answer = await registry.anonymous.request("POST", "/v1/trusted-publishing/exchange", body)
    expectRefusal(answer, 404, "NOT_FOUND")
    const { body: discovery } = await registry.anonymous.get("/.well-known/fleetprompt")
    expect(discovery).toMatchObject({ trustedPublishing: null })
    await registry.close()
  })
})

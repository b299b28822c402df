import { createHmac } from "node:crypto"
import { scopes } from "@fleetprompt/sdk/contracts"
import { CompactEncrypt, exportSPKI, importJWK } from "jose"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import {
  audience,
  createKey,
  type IdentityProvider,
  type ProviderKey,
  type TokenParts,
} from "../support/identity-provider.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { base64url, type Opened, openWithProvider } from "../support/trusting-registry.ts"

describe.each(engines.filter(({ name }) => name === "SQLite"))("T-OIDC-2 · an access token", (engine) => {
  let opened: Opened
  let rsa: ProviderKey
  let ed: ProviderKey
  beforeAll(async () => {
    opened = await openWithProvider(engine)
    rsa = await createKey("rsa", "RS256")
    ed = await createKey("ed", "EdDSA")
    opened.provider.publish([opened.provider.key, rsa, ed])
  })
  afterAll(() => opened.close())

  const status = async (parts: TokenParts) => (await opened.whoami(await opened.token(parts))).status
  const expectRefused = async (credential: string) => {
    const answer = await opened.whoami(credential)
    expectRefusal(answer, 401, "UNAUTHENTICATED")
    expect(JSON.stringify(answer.body)).not.toContain(credential.slice(0, 40) || "nothing")
  }

  it("may be signed with RS256, ES256 or EdDSA", async () => {
    for (const key of [opened.provider.key, rsa, ed]) expect(await status({ key })).toBe(200)
  })

  it.each<[string, TokenParts]>([
    ["of another issuer", { claims: { iss: "https://evil.example" } }],
    ["of an issuer with a slash more", { claims: { iss: "https://id.example/" } }],
    ["without an issuer", { claims: { iss: undefined } }],
    ["for another audience", { claims: { aud: "https://other.example" } }],
    ["for no audience", { claims: { aud: undefined } }],
    ["for an empty list of audiences", { claims: { aud: [] } }],
    ["without a subject", { claims: { sub: undefined } }],
    ["with an empty subject", { claims: { sub: "" } }],
    ["with a subject that is no text", { claims: { sub: { $ne: null } } }],
    ["with a very long subject", { claims: { sub: "x".repeat(256) } }],
    ["without the time it was made", { claims: { iat: undefined } }],
    ["without an end", { claims: { exp: undefined } }],
    ["whose end is text", { claims: { exp: "4102444800" } }],
    ["whose end is beyond all numbers", { claims: { exp: 1e300 } }],
    ["whose scope is a list", { claims: { scope: ["listing:write"] } }],
    ["of another type", { header: { typ: "JWT" } }],
    ["without a type", { header: { typ: undefined } }],
    ["that names an unknown extension as critical", { header: { crit: ["x"], x: 1 } }],
    ["whose key id is SQL", { header: { kid: "' or 1=1 --" } }],
    ["whose key id is a path", { header: { kid: "../../../../dev/null" } }],
    ["whose key id is an address", { header: { kid: "https://evil.example/keys" } }],
    ["whose key id is a list", { header: { kid: ["first"] } }],
    ["whose key id is very long", { header: { kid: "k".repeat(4_000) } }],
    ["whose key belongs to another algorithm", { header: { kid: "rsa" } }],
  ])("%s is refused", async (_what, parts) => {
    const token = await opened.token(parts).catch(() => signedByHand(opened.provider, opened.registry, parts))
    await expectRefused(token)
  })

  it("may have several audiences of which this registry is one", async () => {
    expect(await status({ claims: { aud: ["https://other.example", audience] } })).toBe(200)
  })

  it("holds from its start to its end, with 30 seconds for clocks that differ", async () => {
    const now = Math.floor(opened.registry.clock.nowMs() / 1_000)
    expect(await status({ claims: { iat: now + 30 } })).toBe(200)
    expect(await status({ claims: { iat: now + 31 } })).toBe(401)
    expect(await status({ claims: { nbf: now + 30 } })).toBe(200)
    expect(await status({ claims: { nbf: now + 31 } })).toBe(401)
    expect(await status({ claims: { exp: now - 29 } })).toBe(200)
    const over = await opened.whoami(await opened.token({ claims: { exp: now - 30 } }))
    expectRefusal(over, 401, "TOKEN_EXPIRED")
  })

  it.each(["none", "None", "NONE", ""])("that calls its algorithm %j is refused", async (alg) => {
    const [, payload] = (await opened.token()).split(".")
    for (const signature of ["", "AA"]) {
      await expectRefused(`${base64url({ alg, kid: "first", typ: "at+jwt" })}.${payload}.${signature}`)
    }
  })

  it("signed with HMAC and a public key for the secret is refused", async () => {
    const [, payload] = (await opened.token()).split(".")
    const input = `${base64url({ alg: "HS256", kid: "rsa", typ: "at+jwt" })}.${payload}`
    const publicKey = await importJWK({ ...rsa.publicJwk, ext: true }, "RS256")
    const secrets = [await exportSPKI(publicKey as CryptoKey), JSON.stringify(rsa.publicJwk), rsa.publicJwk.n ?? "", ""]
    for (const secret of secrets) {
      await expectRefused(`${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`)
    }
  })

  it("is checked by the provider's keys alone, whatever key or address it brings along", async () => {
    const forger = await createKey("first")
    const asked = opened.provider.keyRequests()
    for (const header of [
      { jwk: forger.publicJwk },
      { jku: "http://127.0.0.1:9/keys" },
      { x5u: "http://127.0.0.1:9/cert" },
      { x5c: ["MIIB"] },
      {},
    ]) {
      await expectRefused(await opened.token({ key: forger, header }))
    }
    expect(opened.provider.keyRequests()).toBe(asked)
  })

  it("whose ES256 signature is all zeros, empty, short or someone else's is refused", async () => {
    const [head, payload] = (await opened.token()).split(".")
    const [, , foreign] = (await opened.token({ claims: { sub: "mallory" } })).split(".")
    const zeros = Buffer.alloc(64).toString("base64url")
    for (const signature of [zeros, "", "AA", foreign]) await expectRefused(`${head}.${payload}.${signature}`)
  })

  it("whose parts were changed, repeated, reordered or written in another way is refused", async () => {
    const token = await opened.token()
    const [head = "", payload = "", signature = ""] = token.split(".")
    const claims = Buffer.from(payload, "base64url").toString()
    const promoted = base64url(claims.replace('"alice"', '"admin"'))
    for (const altered of [
      `${head}.${promoted}.${signature}`,
      `${head}.${payload}.${signature}.`,
      `${head}.${payload}.${signature}.${signature}`,
      `${head}..${signature}`,
      `.${payload}.${signature}`,
      `${head}.${payload}`,
      `${payload}.${head}.${signature}`,
      `${head}.${payload}.${signature}=`,
      `${head}.${payload}.${signature}==`,
      `${head}=.${payload}.${signature}`,
      `${token}A`,
      token.slice(0, -1),
      `${head}.${payload}.${signature.replaceAll("-", "+").replaceAll("_", "/")}+`,
    ]) {
      await expectRefused(altered)
    }
  })

  it("with a claim or a header twice is refused, although its signature is right", async () => {
    const key = opened.provider.key
    const iat = Math.floor(opened.registry.clock.nowMs() / 1_000)
    const twice = `{"iss":"${opened.provider.issuer}","aud":"${audience}","iat":${iat},"exp":${iat + 9},"sub":"eve","sub":"alice"}`
    await expectRefused(await signBytes(key, `{"alg":"ES256","kid":"first","typ":"at+jwt"}`, twice))
    const once = twice.replace('"sub":"eve",', "")
    await expectRefused(await signBytes(key, `{"alg":"none","alg":"ES256","kid":"first","typ":"at+jwt"}`, once))
    const right = await signBytes(key, `{"alg":"ES256","kid":"first","typ":"at+jwt"}`, once)
    expect((await opened.whoami(right)).status).toBe(200)
  })

  it("that is encrypted instead of signed is refused", async () => {
    const publicKey = await importJWK({ ...rsa.publicJwk, alg: "RSA-OAEP-256", use: "enc" }, "RSA-OAEP-256")
    const encrypted = await new CompactEncrypt(new TextEncoder().encode(`{"sub":"alice"}`))
      .setProtectedHeader({ alg: "RSA-OAEP-256", enc: "A256GCM" })
      .encrypt(publicKey)
    await expectRefused(encrypted)
  })

  it("of more than 8 KiB is refused, and one below it is not", async () => {
    const padded = (length: number) => opened.token({ claims: { padding: "x".repeat(length) } })
    const empty = (await padded(0)).length
    const fitting = await padded(Math.floor(((8_192 - empty) * 3) / 4) - 2)
    expect(fitting.length).toBeGreaterThan(8_180)
    expect((await opened.whoami(fitting)).status).toBe(200)
    await expectRefused(await padded(Math.floor(((8_192 - empty) * 3) / 4) + 4))
  })

  it("allows what its scope claim names of our scopes, and everything where that names none of an API's", async () => {
    const allowed = async (scope: string | undefined) =>
      (await opened.whoami(await opened.token({ claims: { scope } }))).body.credential.scopes
    expect(await allowed("openid listing:read intent:create")).toEqual(["listing:read", "intent:create"])
    expect(await allowed(undefined)).toEqual([...scopes])
    expect(await allowed("")).toEqual([...scopes])
    expect(await allowed("openid profile email offline_access")).toEqual([...scopes])
    expect(await allowed("openid listing:raed")).toEqual([])
    expect(await allowed("LISTING:READ")).toEqual([])
  })

  it("is no credential of a target's, and of nobody's where no provider is connected", async () => {
    const token = await opened.token()
    const redeem = { token: "x", redemptionId: "x", subject: { iss: "x", sub: "x" } }
    const asTarget = await new Caller(opened.registry.app, token).post("/v1/install-intents/redeem", redeem)
    expectRefusal(asTarget, 401, "UNAUTHENTICATED")
    const alone = await openRegistry(engine)
    expectRefusal(await new Caller(alone.app, token).get("/v1/whoami"), 401, "UNAUTHENTICATED")
    await alone.close()
  })

  it("is of type JWT where the operator says that the provider's are", async () => {
    const other = await openWithProvider(engine, "JWT")
    expect((await other.whoami(await other.token({ header: { typ: "JWT" } }))).status).toBe(200)
    expect((await other.whoami(await other.token())).status).toBe(401)
    await other.close()
  })
})

/** Signs exactly these texts, which jose itself would refuse to. */
async function signBytes({ privateKey }: ProviderKey, header: string, payload: string): Promise<string> {
  const input = `${base64url(header)}.${base64url(payload)}`
  const algorithm = { name: "ECDSA", hash: "SHA-256" }
  const signature = await crypto.subtle.sign(algorithm, privateKey, new TextEncoder().encode(input))
  return `${input}.${Buffer.from(signature).toString("base64url")}`
}

function signedByHand(
  provider: IdentityProvider,
  registry: TestRegistry,
  { header, claims }: TokenParts,
): Promise<string> {
  const iat = Math.floor(registry.clock.nowMs() / 1_000)
  const payload = { iss: provider.issuer, aud: audience, sub: "alice", iat, exp: iat + 300, ...claims }
  const head = { alg: "ES256", kid: "first", typ: "at+jwt", ...header }
  return signBytes(provider.key, JSON.stringify(head), JSON.stringify(payload))
}

import { SignJWT, UnsecuredJWT } from "jose"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { days, minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { createKey, type IdentityProvider, startProvider } from "../support/identity-provider.ts"
import { clientId, clientSecret } from "../support/oidc-provider.ts"
import { openWithSignIn, sentToProvider } from "../support/provider-registry.ts"
import type { TestRegistry } from "../support/registry.ts"
import { type Seen, Visitor, wordsOf } from "../support/visitor.ts"

const [engine] = engines

/** Says what an id_token holds; a claim given as undefined is left out. */
type Claims = Record<string, unknown>

describe("T-SIGNIN-4 · what an identity provider says at a sign-in", () => {
  let provider: IdentityProvider
  let registry: TestRegistry
  let visitor: Visitor
  beforeAll(async () => {
    provider = await startProvider()
    if (engine === undefined) throw new Error("There is no engine to test on.")
    registry = await openWithSignIn(engine, provider.issuer)
    visitor = new Visitor(registry.app)
  })
  afterAll(async () => {
    await registry.close()
    await provider.close()
  })

  const nowS = () => Math.floor(registry.clock.nowMs() / 1_000)
  const right = (nonce: string): Claims => {
    const iat = nowS()
    return { iss: provider.issuer, aud: clientId, sub: "mallory", nonce, iat, exp: iat + 300 }
  }
  const withClaims = (nonce: string, changed: Claims): Claims =>
    Object.fromEntries(Object.entries({ ...right(nonce), ...changed }).filter(([, value]) => value !== undefined))
  const signed = async (claims: Claims, { alg, kid, privateKey } = provider.key) =>
    await new SignJWT(claims).setProtectedHeader({ alg, kid, typ: "JWT" }).sign(privateKey)
  const tokens = (idToken: string | undefined) => ({ access_token: "a", token_type: "Bearer", id_token: idToken })

  /** Comes back from the provider, which answers the code with that token. */
  async function arrive(idToken: (nonce: string) => Promise<string | undefined> | string): Promise<Seen> {
    const { location, cookie } = await sentToProvider(registry)
    const { nonce = "", state = "" } = Object.fromEntries(new URL(location).searchParams)
    provider.grant(async () => tokens(await idToken(nonce)))
    return await visitor.get(`/sign-in/callback?${new URLSearchParams({ code: "c", state })}`, { cookie })
  }
  const sessions = async () => (await registry.rawSql("SELECT 1 FROM web_sessions")).length

  it("begins a session where everything is right, and the code was asked for with what belongs to it", async () => {
    let sent = new URLSearchParams()
    const { location, cookie } = await sentToProvider(registry)
    const { nonce = "", state = "" } = Object.fromEntries(new URL(location).searchParams)
    provider.grant(async (form) => {
      sent = form
      return tokens(await signed(right(nonce)))
    })
    const seen = await visitor.get(`/sign-in/callback?${new URLSearchParams({ code: "c", state })}`, { cookie })
    expect([seen.status, await sessions()]).toEqual([303, 1])
    expect(Object.fromEntries(sent)).toEqual({
      grant_type: "authorization_code",
      code: "c",
      redirect_uri: "https://registry.example/sign-in/callback",
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    })
  })

  it.each<[string, (nonce: string) => Promise<string | undefined> | string]>([
    ["of another nonce", (nonce) => signed(withClaims(nonce, { nonce: "another" }))],
    ["of no nonce", (nonce) => signed(withClaims(nonce, { nonce: undefined }))],
    ["of another issuer", (nonce) => signed(withClaims(nonce, { iss: "https://evil.example" }))],
    ["for another client", (nonce) => signed(withClaims(nonce, { aud: "another" }))],
    ["for two clients", (nonce) => signed(withClaims(nonce, { aud: [clientId, "another"] }))],
    ["asked for by another client", (nonce) => signed(withClaims(nonce, { aud: [clientId], azp: "another" }))],
    ["about nobody", (nonce) => signed(withClaims(nonce, { sub: undefined }))],
    ["about an empty name", (nonce) => signed(withClaims(nonce, { sub: "" }))],
    ["about a name too long", (nonce) => signed(withClaims(nonce, { sub: "x".repeat(256) }))],
    ["that is over", (nonce) => signed(withClaims(nonce, { exp: nowS() - 60 }))],
    ["without an end", (nonce) => signed(withClaims(nonce, { exp: undefined }))],
    ["from before the sign-in began", (nonce) => signed(withClaims(nonce, { iat: nowS() - 120 }))],
    ["from the future", (nonce) => signed(withClaims(nonce, { iat: nowS() + 120 }))],
    ["without a time", (nonce) => signed(withClaims(nonce, { iat: undefined }))],
    ["signed by nobody", (nonce) => new UnsecuredJWT(right(nonce)).encode().replace(/$/, "c2ln")],
    ["not signed", (nonce) => new UnsecuredJWT(right(nonce)).encode()],
    ["signed with the client's secret", (nonce) => signedWithSecret(right(nonce))],
    ["signed by a key nobody knows", async (nonce) => signed(right(nonce), await createKey("other"))],
    ["signed by another key of that name", async (nonce) => signed(right(nonce), await createKey("first"))],
    ["cut", async (nonce) => (await signed(right(nonce))).slice(0, -8)],
    ["that is none", () => "none"],
    ["left out", () => Promise.resolve(undefined)],
  ])("begins none for an id_token %s", async (_what, idToken) => {
    const before = await sessions()
    const seen = await arrive(idToken)
    expect([seen.status, wordsOf(seen)]).toEqual([400, expect.stringContaining("did not prove who you are")])
    expect([await sessions(), seen.headers.getSetCookie().length]).toEqual([before, 1])
  })

  const signedWithSecret = (claims: Claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "first" }).sign(Buffer.from(clientSecret))

  it.each<[string, number, string, Record<string, string>]>([
    ["an error of its own", 500, "{}", {}],
    ["that it knows no such client", 401, '{"error":"invalid_client"}', { "content-type": "application/json" }],
    ["another address", 302, "", { location: "http://127.0.0.1:9/" }],
    ["a page", 200, "<html>", { "content-type": "text/html" }],
    ["without an end", 200, "x".repeat(300_000), { "content-type": "application/json" }],
  ])("begins none, and says when to come back, where the code is answered with %s", async (_what, ...answer) => {
    const { location, cookie } = await sentToProvider(registry)
    const { state = "" } = Object.fromEntries(new URL(location).searchParams)
    const [status, body, headers] = answer
    provider.misbehave((_request, response) => response.writeHead(status, headers).end(body))
    const seen = await visitor.get(`/sign-in/callback?${new URLSearchParams({ code: "c", state })}`, { cookie })
    provider.misbehave(undefined)
    expect([seen.status, wordsOf(seen)]).toEqual([503, expect.stringContaining("Try again in a moment")])
  })

  it("starts without the provider, tells people so, leaves it in peace, and lets them in when it is back", async () => {
    registry.clock.advance(days(1))
    let asked = 0
    provider.misbehave((_request, response) => {
      asked++
      response.writeHead(503).end()
    })
    for (let time = 0; time < 5; time++) {
      const seen = await visitor.get("/sign-in/start")
      expect([seen.status, wordsOf(seen)]).toEqual([503, expect.stringContaining("Try again in a moment")])
    }
    expect((await visitor.get("/sign-in")).status).toBe(200)
    expect(asked).toBe(1)
    provider.misbehave(undefined)
    registry.clock.advance(minutes(1))
    expect((await arrive(async (nonce) => signed(right(nonce)))).status).toBe(303)
  })
})

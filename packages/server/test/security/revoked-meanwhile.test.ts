import { randomUUID } from "node:crypto"
import { limits, type IssuedToken } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Caller, exampleListing } from "../support/caller.ts"
import { openSession, poll, startLogin } from "../support/device-login.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { registerSigning } from "../support/signing-target.ts"
import { slowBody } from "../support/slow-body.ts"
import { Visitor } from "../support/visitor.ts"
import { watchedWaits } from "../support/watched-waits.ts"
import { sessionCookie } from "../support/web-session.ts"

describe.each(engines)("T-REVOKED-1 · a credential that ends while its request is under way, on $name", (engine) => {
  let registry: TestRegistry
  let admin: Caller
  let pauses = 0
  beforeAll(async () => {
    registry = await openRegistry(engine, {}, ({ installWaits }) => ({
      installWaits: watchedWaits(installWaits, () => pauses++),
    }))
    admin = await registry.moderator("ada", "admin")
    await (await registry.as("alice")).shelve("acme/triage")
  })
  afterAll(() => registry.close())

  interface Sent {
    readonly method: string
    readonly path: string
    readonly body: object
  }
  const json = { "content-type": "application/json" }
  const bearer = (caller: { credential: string | undefined }) => ({ authorization: `Bearer ${caller.credential}` })
  /** Sends a request whose body takes its time, with something happening to its sender in between. */
  const send = async ({ method, path, body }: Sent, headers: object, between: () => Promise<unknown>) => {
    const late = slowBody(body instanceof URLSearchParams ? String(body) : JSON.stringify(body), async () => {
      registry.clock.advance(limits.admissionMsMax + 1)
      await between()
    })
    const init = { method, headers: { "idempotency-key": randomUUID(), ...json, ...headers }, body: late }
    const response = await registry.app.request(path, { ...init, duplex: "half" } as RequestInit)
    const text = await response.text()
    return { status: response.status, code: text.startsWith("{") ? JSON.parse(text).code : undefined }
  }
  const claim = (handle: string) => ({
    method: "POST",
    path: "/v1/publishers",
    body: { handle, displayName: handle },
  })
  const versions = { method: "PUT", path: "/v1/targets/self/versions", body: { systemVersions: { whs: "2.3.0" } } }
  const nothing = () => Promise.resolve()

  it("is taken to its end where it is still good then, however slow", async () => {
    const alice = await registry.as("alice")
    expect(await send(claim("slow-co"), bearer(alice), nothing)).toMatchObject({ status: 201 })
  })

  it("writes nothing with a personal token that its owner ends", async () => {
    const carol = await registry.as("carol")
    const wanted = { name: "ci", scopes: ["listing:write"], expiresInDays: 1 }
    const { token, secret } = (await carol.post<IssuedToken>("/v1/tokens", wanted)).body
    const revoke = () => carol.request("DELETE", `/v1/tokens/${token.tokenId}`)
    await carol.claim("carol-co")
    const create = { method: "POST", path: "/v1/listings", body: { ...exampleListing, slug: "carol-co/late" } }
    const answer = await send(create, bearer({ credential: secret }), revoke)
    expect(answer).toEqual({ status: 401, code: "TOKEN_REVOKED" })
    expect((await carol.get("/v1/listings/carol-co/late")).status).toBe(404)
  })

  it("writes nothing with a CLI session that is logged out", async () => {
    const { caller } = await openSession(registry, await registry.as("dave"))
    const logOut = () => caller.request("DELETE", "/v1/auth/session")
    expect(await send(claim("dave-co"), bearer(caller), logOut)).toEqual({ status: 401, code: "TOKEN_REVOKED" })
    expect((await registry.anonymous.get("/v1/publishers/dave-co")).status).toBe(404)
  })

  it("writes nothing for an account that is locked", async () => {
    const erin = await registry.as("erin")
    const userId = await erin.userId()
    const lock = () => admin.request("PUT", `/v1/admin/users/${userId}/lock`, { reason: "malware" })
    expect(await send(claim("erin-co"), bearer(erin), lock)).toEqual({ status: 403, code: "ACCOUNT_LOCKED" })
    expect((await registry.anonymous.get("/v1/publishers/erin-co")).status).toBe(404)
  })

  it("changes nothing from a browser that is signed out", async () => {
    const browser = { cookie: await sessionCookie(registry.context, await (await registry.as("frank")).userId()) }
    const login = await startLogin(registry)
    const form = {
      method: "POST",
      path: "/device",
      body: new URLSearchParams({ code: login.userCode, decision: "approved" }),
    }
    const headers = { ...browser, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" }
    const signOut = () => new Visitor(registry.app, browser).send("/sign-out", {})
    expect((await send(form, headers, signOut)).status).toBe(401)
    expect((await poll(registry, login.deviceCode)).problem.code).toBe("AUTHORIZATION_PENDING")
  })

  it("moves nothing for a target whose secret is ended, or which is disabled", async () => {
    const [lapsed, off] = [await registry.target("lapsed"), await registry.target("off")]
    const set = (sql: string) => () => registry.rawSql(sql)
    const revoke = set(
      "UPDATE target_credentials SET revoked_at_ms = 1 WHERE target_id = (SELECT target_id FROM targets WHERE name = 'lapsed')",
    )
    const disable = set("UPDATE targets SET disabled_at_ms = 1 WHERE name = 'off'")
    expect(await send(versions, bearer(lapsed), revoke)).toEqual({ status: 401, code: "UNAUTHENTICATED" })
    expect(await send(versions, bearer(off), disable)).toEqual({ status: 403, code: "TARGET_DISABLED" })
  })

  it("moves nothing for a target that signed with a key which is ended", async () => {
    const signing = await registerSigning(registry, admin, "signs")
    const revoke = () =>
      registry.rawSql(`UPDATE target_credentials SET revoked_at_ms = 1 WHERE target_id = '${signing.targetId}'`)
    const signature = async () => bearer({ credential: await signing.sign(versions) })
    expect(await send(versions, await signature(), nothing)).toMatchObject({ status: 200 })
    expect(await send(versions, await signature(), revoke)).toEqual({ status: 401, code: "UNAUTHENTICATED" })
  })

  it("shows nothing to who waits for an install with a token that ends", async () => {
    const bob = await registry.as("bob")
    await registry.target("whs")
    const { intent } = (await bob.install({ listing: "acme/triage" })).body
    const path = `/v1/install-intents/${intent.installIntentId}`
    const etag = (await bob.get(path)).headers.get("etag") ?? ""
    const asked = bob.get(`${path}?waitMs=25000`, { headers: { "if-none-match": etag } })
    await expect.poll(() => pauses).toBe(1)
    await registry.rawSql(
      "UPDATE personal_tokens SET revoked_at_ms = 1 WHERE user_id = (SELECT user_id FROM users WHERE sub = 'bob')",
    )
    registry.clock.advance(25_000)
    expect(await asked).toMatchObject({ status: 401, body: { code: "TOKEN_REVOKED" } })
  })
})

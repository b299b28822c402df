import { type CliSession, limits } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import { days } from "../support/clock.ts"
import { approveFor, openSession, signedIn, startLogin, trustingVerifier } from "../support/device-login.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-DEVICE-3 · a CLI session, on $name", (engine) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await openRegistry(engine, {}, ({ nowMs }) => ({ accessTokens: trustingVerifier(nowMs) }))
  })
  afterAll(() => registry.close())

  const list = async (caller: Awaited<ReturnType<TestRegistry["as"]>>) =>
    (await caller.get<{ data: CliSession[] }>("/v1/auth/sessions?limit=100")).body.data

  it("is listed for its owner alone, and knows itself", async () => {
    const alice = await registry.as("alice")
    const [one, two] = [await openSession(registry, alice), await openSession(registry, alice)]
    const seen = await list(two.caller)
    expect(seen.find(({ current }) => current)?.sessionId).toBe(two.session.sessionId)
    expect(seen.map(({ sessionId }) => sessionId)).toEqual(
      expect.arrayContaining([one.session.sessionId, two.session.sessionId]),
    )
    expect(await list(await registry.as("bob"))).toEqual([])
    expect(JSON.stringify(seen)).not.toContain(one.secret)
  })

  it("ends with a logout, at once and for good", async () => {
    const { caller, session } = await openSession(registry, await registry.as("alice"), ["listing:read"])
    const { body } = await caller.request<CliSession>("DELETE", "/v1/auth/session")
    expect(body).toMatchObject({ sessionId: session.sessionId, revokedAtMs: registry.clock.nowMs() })
    expectRefusal(await caller.get("/v1/whoami"), 401, "TOKEN_REVOKED")
  })

  it("is ended by its owner from elsewhere, again without complaint, and by nobody else", async () => {
    const alice = await registry.as("alice")
    const { caller, session } = await openSession(registry, alice)
    const path = `/v1/auth/sessions/${session.sessionId}`
    expectRefusal(await (await registry.as("bob")).request("DELETE", path), 404, "NOT_FOUND")
    const first = await alice.request<CliSession>("DELETE", path)
    registry.clock.advance(1)
    expect((await alice.request<CliSession>("DELETE", path)).body).toEqual(first.body)
    expectRefusal(await caller.get("/v1/whoami"), 401, "TOKEN_REVOKED")
  })

  it("is what a logout needs: there is none of another credential", async () => {
    expectRefusal(await (await registry.as("alice")).request("DELETE", "/v1/auth/session"), 404, "NOT_FOUND")
  })

  it("ends after a month without use, and lives on where it is used", async () => {
    const alice = await registry.as("alice")
    const [idle, used] = [await openSession(registry, alice), await openSession(registry, alice)]
    registry.clock.advance(days(29))
    expect((await used.caller.get("/v1/whoami")).status).toBe(200)
    await registry.context.sessionUses.flush(registry.context)
    registry.clock.advance(days(1))
    expectRefusal(await idle.caller.get("/v1/whoami"), 401, "TOKEN_EXPIRED")
    expect((await used.caller.get("/v1/whoami")).status).toBe(200)
  })

  it("ends after three months, however often it is used", async () => {
    const { caller } = await openSession(registry, signedIn(registry, "carol"))
    for (let month = 0; month < 3; month++) {
      expect((await caller.get("/v1/whoami")).status).toBe(200)
      await registry.context.sessionUses.flush(registry.context)
      registry.clock.advance(days(29))
    }
    registry.clock.advance(days(3))
    expectRefusal(await caller.get("/v1/whoami"), 401, "TOKEN_EXPIRED")
  })

  it("ends with its owner's lock, from the next request on", async () => {
    const dave = signedIn(registry, "dave")
    const { caller } = await openSession(registry, dave)
    await registry.rawSql(`UPDATE users SET locked_at_ms = 1 WHERE user_id = '${await dave.userId()}'`)
    expectRefusal(await caller.get("/v1/whoami"), 403, "ACCOUNT_LOCKED")
  })

  it("is one of fifty at most, of which those that are over do not count", async () => {
    const frank = signedIn(registry, "frank")
    const opened = []
    for (let count = 0; count < limits.cliSessionsPerUserMax; count++) opened.push(await openSession(registry, frank))
    const { userCode } = await startLogin(registry)
    const approve = () => frank.request("POST", `/v1/auth/device/${userCode}/approve`)
    expectRefusal(await approve(), 422, "CLI_SESSION_LIMIT_REACHED")
    await opened[0]?.caller.request("DELETE", "/v1/auth/session")
    expect((await approve()).status).toBe(200)
  })

  it("of one person cannot be had through another's approval", async () => {
    const { userCode } = await startLogin(registry)
    await approveFor(registry, userCode, await registry.as("alice"))
    expect(await list(await registry.as("grace"))).toEqual([])
  })
})

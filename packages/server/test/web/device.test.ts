import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createRateLimiter } from "../../src/domain/rate-limits/limiter.ts"
import { localCounter } from "../../src/domain/rate-limits/local-counter.ts"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { poll, startLogin } from "../support/device-login.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

describe.each(engines)("T-DEVICE-4 · approving a program on a page, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let browser: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine, {}, ({ nowMs }) => {
      const counter = localCounter(nowMs)
      return { rateLimiter: createRateLimiter({ nowMs, scale: 1, local: counter, shared: counter }) }
    })
    alice = await registry.as("alice")
    browser = await browserOf(registry, alice)
  })
  afterAll(() => registry.close())

  it("asks who is not signed in to do that first, and comes back", async () => {
    const asked = await new Visitor(registry.app).get("/device?code=BBBB-BBBB")
    expect(asked.status).toBe(401)
    expect(asked.html).toContain("/sign-in?returnTo=%2Fdevice%3Fcode%3DBBBB-BBBB")
  })

  it("always shows the code with program, scopes, address and expiry, and approves nothing by being opened", async () => {
    const { userCode, deviceCode } = await startLogin(registry, ["listing:read", "token:manage"])
    const typed = userCode.replace("-", " ").toLowerCase()
    for (const code of [userCode, typed]) {
      const words = wordsOf(await browser.get(`/device?${new URLSearchParams({ code })}`))
      for (const part of [userCode, "fleetprompt on laptop", "listing:read", "token:manage", "Answer before", "UTC"]) {
        expect(words).toContain(part)
      }
    }
    expect((await poll(registry, deviceCode)).problem.code).toBe("AUTHORIZATION_PENDING")
  })

  it("gives the program a session of who approved, from our own page alone", async () => {
    const { userCode, deviceCode } = await startLogin(registry)
    const fields = { code: userCode, decision: "approved" }
    expect((await browser.send("/device", fields, { "sec-fetch-site": "cross-site" })).status).toBe(403)
    expect((await new Visitor(registry.app).send("/device", fields)).status).toBe(401)
    const sent = await browser.send("/device", fields)
    expect([sent.status, sent.headers.get("location")]).toEqual([303, "/device?done=approved"])
    expect(wordsOf(await browser.get("/device?done=approved"))).toContain("goes on by itself")
    const { session } = (await poll(registry, deviceCode)).body
    expect(await registry.rawSql(`SELECT user_id FROM cli_sessions WHERE session_id = '${session.sessionId}'`)).toEqual(
      [{ user_id: await alice.userId() }],
    )
  })

  it("turns a program away", async () => {
    const { userCode, deviceCode } = await startLogin(registry)
    const sent = await browser.send("/device", { code: userCode, decision: "denied" })
    expect(sent.headers.get("location")).toBe("/device?done=denied")
    expect((await poll(registry, deviceCode)).problem.code).toBe("ACCESS_DENIED")
  })

  it("asks again for a code nobody waits under, and makes who guesses wait", async () => {
    const guesser = await browserOf(registry, await registry.as("guesser"))
    const { userCode } = await startLogin(registry)
    expect(wordsOf(await guesser.send("/device", { code: userCode, decision: "perhaps" }))).toContain(
      "No program waits",
    )
    for (const code of ["BBBB-BBBB", "nonsense", "CCCC-CCCC", "DDDD-DDDD"]) {
      const again = await guesser.get(`/device?${new URLSearchParams({ code })}`)
      expect([again.status, wordsOf(again)]).toEqual([404, expect.stringContaining("No program waits under this code")])
    }
    expect((await guesser.get(`/device?code=${userCode}`)).status).toBe(429)
    expect((await browser.get(`/device?code=${userCode}`)).status).toBe(200)
    registry.clock.advance(minutes(10))
    expect((await guesser.get(`/device?code=${userCode}`)).status).toBe(404)
  })
})

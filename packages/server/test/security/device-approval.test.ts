import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createRateLimiter } from "../../src/domain/rate-limits/limiter.ts"
import { localCounter } from "../../src/domain/rate-limits/local-counter.ts"
import { expectRefusal } from "../support/answers.ts"
import { minutes } from "../support/clock.ts"
import { approveFor, openSession, poll, signedIn, startLogin, trustingVerifier } from "../support/device-login.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-DEVICE-2 · who may approve a device login, on $name", (engine) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await openRegistry(engine, {}, ({ nowMs }) => {
      const counter = localCounter(nowMs)
      return {
        accessTokens: trustingVerifier(nowMs),
        rateLimiter: createRateLimiter({ nowMs, scale: 1, local: counter, shared: counter }),
      }
    })
  })
  afterAll(() => registry.close())

  it.each(["personal token", "CLI session"])("is nobody with a %s, whatever its scopes", async (kind) => {
    const alice = await registry.as("alice")
    const stolen = kind === "CLI session" ? (await openSession(registry, alice)).caller : alice
    const { userCode, deviceCode } = await startLogin(registry)
    expectRefusal(await stolen.get(`/v1/auth/device/${userCode}`), 403, "INSUFFICIENT_SCOPE")
    expectRefusal(await stolen.request("POST", `/v1/auth/device/${userCode}/approve`), 403, "INSUFFICIENT_SCOPE")
    expectRefusal(await stolen.request("POST", `/v1/auth/device/${userCode}/deny`), 403, "INSUFFICIENT_SCOPE")
    expectRefusal(await poll(registry, deviceCode), 400, "AUTHORIZATION_PENDING")
  })

  it("is nobody who approves what somebody else has approved", async () => {
    const { userCode, deviceCode } = await startLogin(registry)
    await approveFor(registry, userCode, await registry.as("alice"))
    const mallory = signedIn(registry, "mallory")
    expectRefusal(await mallory.request("POST", `/v1/auth/device/${userCode}/approve`), 404, "NOT_FOUND")
    expectRefusal(await mallory.request("POST", `/v1/auth/device/${userCode}/deny`), 404, "NOT_FOUND")
    expect((await poll(registry, deviceCode)).status).toBe(200)
  })

  it("has to wait after five wrong codes, also with the right one, and others need not", async () => {
    const { userCode } = await startLogin(registry)
    const [guesser, other] = [signedIn(registry, "guesser"), signedIn(registry, "other")]
    for (const wrong of ["BBBB-BBBB", "CCCC-CCCC", "DDDD-DDDD", "FFFF-FFFF", "GGGG-GGGG"]) {
      expectRefusal(await guesser.request("POST", `/v1/auth/device/${wrong}/approve`), 404, "NOT_FOUND")
    }
    const refused = await guesser.request("POST", `/v1/auth/device/${userCode}/approve`)
    expectRefusal(refused, 429, "RATE_LIMITED")
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0)
    expectRefusal(await guesser.get(`/v1/auth/device/${userCode}`), 429, "RATE_LIMITED")
    expect((await other.get(`/v1/auth/device/${userCode}`)).status).toBe(200)
    registry.clock.advance(minutes(10))
    expectRefusal(await guesser.get(`/v1/auth/device/${userCode}`), 404, "NOT_FOUND")
  })

  it("is nobody who is locked, and a lock between approval and poll holds", async () => {
    const eve = signedIn(registry, "eve")
    const userId = await eve.userId()
    const { userCode, deviceCode } = await startLogin(registry)
    await eve.request("POST", `/v1/auth/device/${userCode}/approve`)
    await registry.rawSql(`UPDATE users SET locked_at_ms = 1 WHERE user_id = '${userId}'`)
    expectRefusal(await poll(registry, deviceCode), 400, "ACCESS_DENIED")
    const another = await startLogin(registry)
    const path = `/v1/auth/device/${another.userCode}/approve`
    expectRefusal(await eve.request("POST", path), 403, "ACCOUNT_LOCKED")
  })
})

import { randomUUID } from "node:crypto"
import { rateLimits, type RateLimitState } from "@fleetprompt/sdk/contracts"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { createRateLimiter } from "../../src/domain/rate-limits/limiter.ts"
import { localCounter } from "../../src/domain/rate-limits/local-counter.ts"
import { sharedCounter } from "../../src/domain/rate-limits/shared-counter.ts"
import { expectRefusal } from "../support/answers.ts"
import { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

/** One use in ten of what the contract says, so that a test need not send hundreds of requests. */
const scale = 0.1
const searches = rateLimits.search.addressMax * scale

describe.each(engines)("T-LIMIT-1 · rate limits on $name", (engine) => {
  let registry: TestRegistry
  beforeEach(async () => {
    registry = await openRegistry(engine, { trustedProxies: 1 }, ({ store, secrets, nowMs }) => {
      const local = localCounter(nowMs)
      const shared = engine.name === "PostgreSQL" ? sharedCounter({ store, secrets, nowMs }) : local
      return { rateLimiter: createRateLimiter({ nowMs, scale, local, shared }) }
    })
  })
  afterEach(() => registry.close())

  /** As a request from that address reaches us through the operator's proxy. */
  const from = (address: string, others = "") =>
    registry.anonymous.get("/v1/listings", { headers: { "x-forwarded-for": `${others}${address}` } })
  const exhaust = async (address: string) => {
    for (let count = 0; count < searches; count++) expect((await from(address)).status).toBe(200)
    expectRefusal(await from(address), 429, "RATE_LIMITED")
  }

  it("count down in the headers of each reply, and refuse the one too many until the window is over", async () => {
    const first = await from("192.0.2.1")
    expect(first.headers.get("ratelimit-policy")).toBe(`"search";q=${searches};w=60`)
    expect(first.headers.get("ratelimit")).toBe(`"search";r=${searches - 1};t=60`)
    registry.clock.advance(20_500)
    for (let count = 1; count < searches; count++) expect((await from("192.0.2.1")).status).toBe(200)
    const refused = await from("192.0.2.1")
    expectRefusal(refused, 429, "RATE_LIMITED")
    expect(refused.problem.retryable).toBe(true)
    expect(refused.headers.get("retry-after")).toBe("40")
    expect(refused.headers.get("ratelimit")).toBe('"search";r=0;t=40')
    registry.clock.advance(39_499)
    const stillRefused = await from("192.0.2.1")
    expect(stillRefused).toMatchObject({ status: 429 })
    expect(stillRefused.headers.get("retry-after")).toBe("1")
    registry.clock.advance(1)
    expect((await from("192.0.2.1")).status).toBe(200)
  })

  it("hold each address, and each kind of request, by itself", async () => {
    await exhaust("192.0.2.1")
    expect((await from("192.0.2.2")).status).toBe(200)
    const read = await registry.anonymous.get("/v1/targets", { headers: { "x-forwarded-for": "192.0.2.1" } })
    expect(read.status).toBe(200)
  })

  it("take an IPv6 network of /64 for one caller, however its addresses are written", async () => {
    for (let count = 0; count < searches; count++) await from(`2001:db8:0:1:${count.toString(16)}::${count}`)
    for (const same of ["2001:db8:0:1::", "2001:0DB8::1:0:0:0:1", "2001:db8:0:1:ffff:ffff:192.0.2.1"]) {
      expectRefusal(await from(same), 429, "RATE_LIMITED")
    }
    for (const other of ["2001:db8:0:2::1", "2001:db8::1", "2001:db8:1:1::", "::1"]) {
      expect((await from(other)).status).toBe(200)
    }
  })

  it("take an IPv4 address written as IPv6 for the same caller", async () => {
    await exhaust("192.0.2.1")
    expectRefusal(await from("::ffff:192.0.2.1"), 429, "RATE_LIMITED")
  })

  it("believe the operator's proxies and nobody before them", async () => {
    await exhaust("192.0.2.1")
    for (const made of ["198.51.100.7, ", "evil, ", "192.0.2.9, 192.0.2.8, "]) {
      expectRefusal(await from("192.0.2.1", made), 429, "RATE_LIMITED")
    }
  })

  it("count a person wherever they are, with whatever credential", async () => {
    const [one, other] = [await registry.as("alice"), await registry.as("alice")]
    const max = rateLimits.search.callerMax * scale
    const ask = (caller: Caller, address: string) =>
      caller.get("/v1/listings", { headers: { "x-forwarded-for": address } })
    for (let count = 0; count < max; count++) {
      expect((await ask(count % 2 ? one : other, `192.0.2.${count}`)).status).toBe(200)
    }
    expectRefusal(await ask(one, "198.51.100.1"), 429, "RATE_LIMITED")
    expectRefusal(await ask(other, "198.51.100.2"), 429, "RATE_LIMITED")
    expect((await ask(await registry.as("bob"), "192.0.2.1")).status).toBe(200)
  })

  it("refuse before anything is done", async () => {
    const alice = await registry.as("alice")
    const max = rateLimits.write.callerMax * scale
    for (let count = 0; count < max; count++) await alice.claim(`!${count}`)
    expectRefusal(await alice.claim("acme"), 429, "RATE_LIMITED")
    expectRefusal(await registry.anonymous.get("/v1/publishers/acme"), 404, "NOT_FOUND")
    registry.clock.advance(minutes(1))
    expect((await alice.claim("acme")).status).toBe(201)
  })

  it("stop who tries credentials, and let others of that address in all the same", async () => {
    const alice = await registry.as("alice")
    const guess = () => new Caller(registry.app, registry.context.secrets.random("personalToken")).get("/v1/whoami")
    const max = rateLimits["authentication-failure"].addressMax * scale
    for (let count = 0; count < max; count++) expectRefusal(await guess(), 401, "UNAUTHENTICATED")
    expectRefusal(await guess(), 429, "RATE_LIMITED")
    expect((await alice.get("/v1/whoami")).status).toBe(200)
  })

  it("stop a target through which somebody tries install tokens, and let it go on later", async () => {
    const whs = await registry.target("whs")
    await (await registry.as("alice")).shelve("acme/triage")
    const { installToken } = (await (await registry.as("bob")).install({ listing: "acme/triage" })).body
    const redeem = (token: string) =>
      whs.redeem({ token, redemptionId: randomUUID(), subject: { iss: issuer, sub: "bob" } })
    const max = rateLimits["redeem-failure"].callerMax * scale
    for (let count = 0; count < max; count++) {
      expectRefusal(await redeem(registry.context.secrets.random("installToken")), 404, "INSTALL_TOKEN_INVALID")
    }
    const refused = await redeem(installToken)
    expectRefusal(refused, 429, "RATE_LIMITED")
    expect(refused.headers.get("retry-after")).toBe("60")
    registry.clock.advance(minutes(1))
    expect((await redeem(installToken)).status).toBe(200)
  })

  it("can be asked for in advance, which counts for nothing", async () => {
    const ask = async (caller = registry.anonymous) =>
      (await caller.get<{ data: RateLimitState[] }>("/v1/limits", { headers: { "x-forwarded-for": "192.0.2.1" } })).body
        .data
    const before = await ask()
    expect(before.map(({ action }) => action)).toEqual(Object.keys(rateLimits))
    const now = registry.clock.nowMs()
    expect(before.every(({ max, remaining, resetsAtMs }) => max === remaining && resetsAtMs === now)).toBe(true)
    expect(await ask()).toEqual(before)
    await from("192.0.2.1")
    await from("192.0.2.1")
    registry.clock.advance(1_000)
    const search = (await ask()).find(({ action }) => action === "search")
    const rest = { max: searches, windowMs: minutes(1), remaining: searches - 2, resetsAtMs: now + minutes(1) }
    expect(search).toEqual({ action: "search", ...rest })
    const own = (await ask(await registry.as("alice"))).find(({ action }) => action === "search")
    expect(own?.remaining).toBe(rateLimits.search.callerMax * scale)
    registry.clock.advance(minutes(2))
    expect((await ask()).find(({ action }) => action === "search")?.remaining).toBe(searches)
  })

  it("do not hold the probes of an operator", async () => {
    for (let count = 0; count < 100; count++) {
      const probe = await registry.anonymous.get("/readyz")
      expect(probe.status).toBe(200)
      expect(probe.headers.get("ratelimit")).toBeNull()
    }
  })

  it("keep no address in the database", async () => {
    await registry.anonymous.request(
      "POST",
      "/v1/tokens/report-leak",
      { token: "x" },
      { headers: { "x-forwarded-for": "192.0.2.77" } },
    )
    expect(JSON.stringify(await registry.rawSql("SELECT * FROM rate_limit_windows"))).not.toContain("192.0.2")
  })
})

describe("Counting in memory", () => {
  it("forgets windows that are over, so that many callers of once do not fill it", () => {
    let nowMs = 0
    const counter = localCounter(() => nowMs)
    for (let caller = 0; caller < 1_000; caller++) counter.count(`early ${caller}`, 1_000)
    nowMs = 1_000
    for (let caller = 0; caller < 1_000; caller++) counter.count(`late ${caller}`, 1_000)
    const left = Array.from({ length: 1_000 }, (_, caller) => counter.find(`early ${caller}`)).filter(Boolean)
    expect(left).toEqual([])
  })
})

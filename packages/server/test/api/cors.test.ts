import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { routesOf } from "../../src/app.ts"
import { createRateLimiter } from "../../src/domain/rate-limits/limiter.ts"
import { localCounter } from "../../src/domain/rate-limits/local-counter.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

const origin = "https://page.example"
const allowOrigin = "access-control-allow-origin"
const addressOf = (path: string) => path.replaceAll(/:[a-zA-Z]+/g, "xxx")

describe.each(engines.filter(({ name }) => name === "SQLite"))("T-CORS-1 · a page of another origin", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.shelve("acme/triage")
  })
  afterAll(() => registry.close())

  const preflight = (path: string, method: string, headers = "") =>
    registry.anonymous.request("OPTIONS", path, undefined, {
      headers: {
        origin,
        "access-control-request-method": method,
        ...(headers === "" ? {} : { "access-control-request-headers": headers }),
      },
    })

  it("may read what anybody may, be it there, unchanged, not there or asked for wrongly", async () => {
    const etag = (await registry.anonymous.get("/v1/listings/acme/triage")).headers.get("etag") ?? ""
    for (const [path, status] of [
      ["/v1/listings/acme/triage", 200],
      ["/v1/listings/acme/no-such", 404],
      ["/v1/listings?limit=0", 400],
    ] as const) {
      const answer = await registry.anonymous.get(path, { headers: { origin } })
      expect([answer.status, answer.headers.get(allowOrigin)]).toEqual([status, "*"])
      expect(answer.headers.get("access-control-expose-headers")).toMatch(/ETag.*RateLimit.*Retry-After.*X-Request-Id/)
    }
    const unchanged = await registry.anonymous.get("/v1/listings/acme/triage", {
      headers: { origin, "if-none-match": etag },
    })
    expect([unchanged.status, unchanged.headers.get(allowOrigin)]).toEqual([304, "*"])
  })

  it("may also read that it asked too often", async () => {
    const strict = await openRegistry(engine, {}, ({ nowMs }) => {
      const counter = localCounter(nowMs)
      return { rateLimiter: createRateLimiter({ nowMs, scale: 0.001, local: counter, shared: counter }) }
    })
    await strict.anonymous.get("/v1/listings", { headers: { origin } })
    const refused = await strict.anonymous.get("/v1/listings", { headers: { origin } })
    expect([refused.status, refused.headers.get(allowOrigin)]).toEqual([429, "*"])
    expect(refused.headers.get("retry-after")).toBe("60")
    await strict.close()
  })

  it("may ask a conditional question, and is told so once a day", async () => {
    const answer = await preflight("/v1/listings/acme/triage", "GET", "if-none-match")
    expect(answer).toMatchObject({ status: 204, body: null })
    const allowed = ["origin", "methods", "headers"].map((what) => answer.headers.get(`access-control-allow-${what}`))
    expect(allowed).toEqual(["*", "GET", "If-None-Match"])
    expect(answer.headers.get("access-control-max-age")).toBe("86400")
  })

  it("may not send a credential, nor write, nor see what was read with one", async () => {
    const withCredential = await preflight("/v1/listings", "GET", "authorization")
    expect(withCredential.headers.get("access-control-allow-headers")).not.toMatch(/authorization/i)
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect((await preflight("/v1/listings", method)).headers.get(allowOrigin)).toBeNull()
    }
    const own = await alice.get("/v1/listings/acme/triage", { headers: { origin } })
    expect(own.headers.get(allowOrigin)).toBeNull()
  })

  it("is told by every route in the same way: any origin on open reads, none elsewhere, credentials never", async () => {
    const routes = routesOf(registry.context)
    for (const { method, path, access } of routes) {
      const open = method === "GET" && access.kind === "anyone"
      const answer = await registry.app.request(addressOf(path), { method, headers: { origin } })
      const asked = await preflight(addressOf(path), method)
      for (const { headers } of [answer, asked]) {
        expect({ method, path, origin: headers.get(allowOrigin) }).toEqual({ method, path, origin: open ? "*" : null })
        expect(headers.get("access-control-allow-credentials")).toBeNull()
        expect(JSON.stringify([...headers])).not.toContain("page.example")
      }
    }
  })
})

import { rateLimits } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createApp, routesOf } from "../../src/app.ts"
import { createRateLimiter } from "../../src/domain/rate-limits/limiter.ts"
import { localCounter } from "../../src/domain/rate-limits/local-counter.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { Visitor, wordsOf } from "../support/visitor.ts"

const [engine] = engines
if (engine === undefined) throw new Error("There is no engine.")

describe("T-WEB-5 · a refusal on a page", () => {
  let registry: TestRegistry
  let visitor: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine, { trustedProxies: 1 }, ({ nowMs }) => {
      const local = localCounter(nowMs)
      return { rateLimiter: createRateLimiter({ nowMs, scale: 0.1, local, shared: local }) }
    })
    visitor = new Visitor(registry.app, { "x-forwarded-for": "192.0.2.1" })
    await (await registry.as("alice")).shelve("acme/triage")
  })
  afterAll(() => registry.close())

  it("is a page that says what now, and names the request", async () => {
    const { status, headers, html } = await visitor.get("/listings/acme/nothing")
    expect(status).toBe(404)
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8")
    expect(headers.get("cache-control")).toBe("no-store")
    const words = wordsOf({ html })
    expect(words).toContain("There is nothing here")
    expect(words).toContain(headers.get("x-request-id"))
  })

  it("is a page where somebody looks for one, and a problem where a program asks", async () => {
    expect(wordsOf(await visitor.get("/nowhere"))).toContain("There is nothing here")
    for (const [path, accept] of [
      ["/nowhere", "application/json"],
      ["/nowhere", "*/*"],
      ["/v1/nowhere", "text/html"],
    ] as const) {
      const { headers } = await visitor.get(path, { accept })
      expect(headers.get("content-type")).toBe("application/problem+json")
    }
  })

  it("is a problem where even the page cannot be made", async () => {
    const broken = routesOf(registry.context).map((route) => ({
      ...route,
      tell: async () => {
        throw new Error("The page fell apart.")
      },
    }))
    const { status, headers, html } = await new Visitor(createApp(registry.context, broken)).get("/publishers/nobody")
    expect([status, headers.get("content-type")]).toEqual([500, "application/problem+json"])
    expect(html).not.toContain("fell apart")
  })

  it("names the methods that would do", async () => {
    const { status, headers, html } = await visitor.send("/listings", {})
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD"])
    expect(html).toContain("<h1>")
  })

  it("says when to come back after too many, and repeats nothing that was sent", async () => {
    const greedy = new Visitor(registry.app, { "x-forwarded-for": "192.0.2.2" })
    const max = rateLimits.search.addressMax * 0.1
    for (let count = 0; count < max; count++) expect((await greedy.get("/listings")).status).toBe(200)
    const refused = await greedy.get("/listings?q=needle")
    expect(refused.status).toBe(429)
    expect(refused.headers.get("retry-after")).toBe("60")
    expect(wordsOf(refused)).toContain("Wait a minute")
    expect(refused.html).not.toContain("needle")
    // What is seen already needs no second counting: its style comes all the same.
    const [styles = ""] = /\/assets\/site-[^"]+/.exec(refused.html) ?? []
    expect((await greedy.get(styles)).status).toBe(200)
  })

  it("and every page comes under a policy that lets in nothing but our own files", async () => {
    const place = {
      publisher: "acme",
      name: "triage",
      version: "1.0.0",
      handle: "acme",
      category: "security",
      tag: "x",
      file: "x.css",
    }
    for (const { kind, method, path } of routesOf(registry.context)) {
      if (kind !== "page" || method !== "GET") continue
      const address = path.replaceAll(/:(\w+)/g, (_whole, name: keyof typeof place) => place[name])
      const calm = new Visitor(registry.app, { "x-forwarded-for": `198.51.100.${path.length}` })
      const { headers, html } = await calm.get(address)
      expect(headers.get("x-content-type-options"), address).toBe("nosniff")
      expect(headers.get("access-control-allow-origin"), address).toBeNull()
      expect(headers.get("set-cookie"), address).toBeNull()
      if (!(headers.get("content-type") ?? "").startsWith("text/html")) continue
      const policy = headers.get("content-security-policy") ?? ""
      expect(policy.split("; "), address).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "frame-ancestors 'none'",
          "base-uri 'none'",
        ]),
      )
      expect(policy).not.toMatch(/unsafe|\*|https?:|data:/)
      // Nothing is inline, so nothing has to be let through by a nonce.
      expect(html, address).not.toMatch(/<script(?![^>]*\ssrc=)(?![^>]*ld\+json)|\son\w+=|\sstyle=|<style/)
    }
  })
})

import { describe, expect, it, vi } from "vitest"
import { type Hooks, logTo } from "../src/index.ts"
import { answers, broken, client, failure, html, json, mockRegistry, token } from "./registry.ts"
import * as wire from "./wire.ts"

mockRegistry()

/** Hooks that note what they are told. */
function noting() {
  const seen: [keyof Hooks, object][] = []
  const hooks: Hooks = {
    onRequest: (event) => void seen.push(["onRequest", event]),
    onResponse: (event) => void seen.push(["onResponse", event]),
    onRetry: (event) => void seen.push(["onRetry", event]),
  }
  return { seen, hooks }
}

describe("the hooks of a client", () => {
  it("are told of every attempt, in order, under one number for each call", async () => {
    answers(html(503), broken, json(wire.whoami, { "x-request-id": wire.id("req") }))
    const { seen, hooks } = noting()
    const { fp } = client({ hooks })
    await fp.whoami()
    expect(seen.map(([name]) => name)).toEqual([
      ...(["onRequest", "onResponse", "onRetry"] as const),
      ...(["onRequest", "onRetry"] as const),
      ...(["onRequest", "onResponse"] as const),
    ])
    expect(seen.map(([, event]) => event)).toMatchObject([
      { attempt: 1, method: "GET", url: "https://registry.example/v1/whoami" },
      { attempt: 1, status: 503 },
      { attempt: 1, delayMs: 500, error: { code: "HTTP_503" } },
      { attempt: 2 },
      { attempt: 2, delayMs: 1_000, error: { name: "ConnectionError" } },
      { attempt: 3 },
      { attempt: 3, status: 200, requestId: wire.id("req") },
    ])
    await fp.whoami()
    const ids = seen.map(([, event]) => (event as { callId: number }).callId)
    expect(new Set(ids).size).toBe(2)
  })

  it("are told no credential, no body and no query", async () => {
    answers(html(503), json(wire.searchPage([])))
    const { seen, hooks } = noting()
    await client({ hooks }).fp.listings.search({ q: "what-i-look-for" })
    const told = JSON.stringify(seen)
    expect(told).toContain("/v1/listings")
    expect(told).not.toContain("what-i-look-for")
    expect(told).not.toContain(token)
  })

  it("end the call where one of them throws, with what it throws", async () => {
    const own = new Error("The meter is broken.")
    const seen = answers(json(wire.whoami))
    const hooks: Hooks = {
      onRequest() {
        throw own
      },
    }
    expect(await failure(client({ hooks }).fp.whoami())).toBe(own)
    expect(seen).toEqual([])
  })
})

describe("a log of the calls", () => {
  it("has a line for each attempt, and a warning where one is tried again", async () => {
    answers(html(503), json(wire.whoami, { "x-request-id": wire.id("req") }))
    const [debug, warn] = [vi.fn<(line: string) => void>(), vi.fn<(line: string) => void>()]
    await client({ hooks: logTo({ debug, warn }) }).fp.whoami()
    const address = "GET https://registry.example/v1/whoami"
    expect(debug.mock.calls.flat()).toEqual([
      expect.stringMatching(`^${address} 503 in \\d+ ms, attempt 1, request -$`),
      expect.stringMatching(`^${address} 200 in \\d+ ms, attempt 2, request ${wire.id("req")}$`),
    ])
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringMatching(`^${address} attempt 1: HTTP status 503.*Again in 500 ms\\.$`),
    ])
  })
})

import { afterEach, describe, expect, it, vi } from "vitest"
import { ConnectionError, type FleetPrompt, isCode } from "../src/index.ts"
import { answers, broken, client, failure, html, json, mockRegistry, refusal } from "./registry.ts"
import * as wire from "./wire.ts"

mockRegistry()
afterEach(() => vi.useRealTimers())

const slug = "acme/support-triage"
const update = (fp: FleetPrompt) => fp.listings.update(slug, { name: "Triage" }, { ifMatch: '"lst-1"' })

describe("a call is tried again", () => {
  it.each([
    ["the connection breaks", broken],
    ["the registry is unavailable", refusal("UNAVAILABLE")],
    ["the registry fails", refusal("INTERNAL")],
    ["a proxy answers 502", html(502)],
    ["a proxy answers 429", html(429)],
    ["a refusal says that it may be", refusal("INVALID_STATE_TRANSITION", { retryable: true })],
  ])("where %s", async (_, answer) => {
    const seen = answers(answer, json(wire.whoami))
    expect(await client().fp.whoami()).toEqual(wire.whoami)
    expect(seen).toHaveLength(2)
  })

  it.each<[string, (fp: FleetPrompt) => PromiseLike<unknown>]>([
    ["GET, which changes nothing", (fp) => fp.listings.get(slug)],
    [
      "POST, which carries a key",
      (fp) => fp.listings.create({ slug, assetKind: "spec_asset", name: "a", summary: "b" }),
    ],
    ["PUT, which states the outcome", (fp) => fp.listings.setStatus(slug, "published")],
    ["PATCH, which carries If-Match", update],
  ])("as %s", async (_, call) => {
    const seen = answers(broken, json(wire.listing))
    await call(client().fp)
    expect(seen).toHaveLength(2)
  })

  it("twice and no more, unless told otherwise", async () => {
    const seen = answers(refusal("UNAVAILABLE"))
    expect(isCode(await failure(client().fp.whoami()), "UNAVAILABLE")).toBe(true)
    expect(seen).toHaveLength(3)
  })

  it("as often as the client allows", async () => {
    const seen = answers(refusal("UNAVAILABLE"))
    await failure(client({ maxRetries: 4 }).fp.whoami())
    expect(seen).toHaveLength(5)
  })

  it("as often as the call allows, where it says so", async () => {
    const seen = answers(refusal("UNAVAILABLE"))
    await failure(client({ maxRetries: 4 }).fp.whoami({ maxRetries: 0 }))
    expect(seen).toHaveLength(1)
  })

  it("and the reply tells how many attempts it took", async () => {
    answers(broken, broken, json(wire.whoami))
    expect((await client().fp.whoami().withResponse()).meta.attempts).toBe(3)
  })
})

describe("a call is not tried again", () => {
  it.each([
    ["the registry refuses", refusal("NOT_FOUND")],
    ["the registry fails and says that another attempt is no use", refusal("INTERNAL", { retryable: false })],
    ["a proxy answers 404", html(404)],
    ["the reply has another shape", json({ userId: 1 })],
  ])("where %s", async (_, answer) => {
    const seen = answers(answer, json(wire.whoami))
    await failure(client().fp.whoami())
    expect(seen).toHaveLength(1)
  })
})

describe("the wait between attempts", () => {
  it("doubles its bound, up to 8 s", async () => {
    answers(refusal("UNAVAILABLE"))
    const { fp, waits } = client({ maxRetries: 6, random: () => 1 })
    await failure(fp.whoami())
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000])
  })

  it("is anything from nothing up to that bound", async () => {
    answers(refusal("UNAVAILABLE"))
    const draws = [0, 0.25]
    const { fp, waits } = client({ random: () => draws.shift() ?? 0 })
    await failure(fp.whoami())
    expect(waits).toEqual([0, 250])
  })

  it("is never shorter than Retry-After asks for in seconds", async () => {
    answers(refusal("UNAVAILABLE", { headers: { "retry-after": "7" } }), json(wire.whoami))
    const { fp, waits } = client()
    await fp.whoami()
    expect(waits).toEqual([7_000])
  })

  it("is never shorter than Retry-After asks for by a date", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2030, 0, 1) })
    answers(html(503, { "retry-after": "Tue, 01 Jan 2030 00:00:09 GMT" }), json(wire.whoami))
    const { fp, waits } = client()
    await fp.whoami()
    expect(waits).toEqual([9_000])
  })

  it.each(["soon", ""])("disregards a Retry-After of %j", async (header) => {
    answers(html(503, { "retry-after": header }), json(wire.whoami))
    const { fp, waits } = client()
    await fp.whoami()
    expect(waits).toEqual([500])
  })

  it("is not begun where Retry-After exceeds what is left of the total time", async () => {
    const seen = answers(refusal("UNAVAILABLE", { headers: { "retry-after": "61" } }))
    const { fp, waits } = client()
    expect(await failure(fp.whoami())).toMatchObject({ code: "UNAVAILABLE", retryAfterMs: 61_000 })
    expect(seen).toHaveLength(1)
    expect(waits).toEqual([])
  })

  it("counts against the total time", async () => {
    vi.useFakeTimers()
    const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response("", { status: 503 }))
    const { fp } = client({ fetch, sleep: undefined, totalTimeoutMs: 1_400, maxRetries: 9 })
    const failed = failure(fp.whoami())
    await vi.advanceTimersByTimeAsync(499)
    expect(fetch).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(fetch).toHaveBeenCalledTimes(2)
    // The next wait would be 1,000 ms, and 900 are left.
    expect(await failed).toMatchObject({ code: "HTTP_503" })
  })
})

describe("an update whose first reply was lost", () => {
  it("succeeds where the first attempt never arrived", async () => {
    answers(broken, json(wire.listing))
    expect(await update(client().fp)).toEqual(wire.listing)
  })

  it("is not blamed on somebody else where the ETag has moved on since", async () => {
    answers(broken, refusal("ETAG_MISMATCH"))
    const error = await failure(update(client().fp))
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error).toMatchObject({ outcomeUnknown: true })
  })

  it("is not blamed on somebody else after a proxy's 504 either", async () => {
    answers(html(504), refusal("ETAG_MISMATCH"))
    expect(await failure(update(client().fp))).toMatchObject({ code: "HTTP_504" })
  })

  it("is blamed on somebody else where no reply was lost", async () => {
    answers(html(429), refusal("ETAG_MISMATCH"))
    expect(isCode(await failure(update(client().fp)), "ETAG_MISMATCH")).toBe(true)
  })

  it("is not taken for a thing that never was where a removal finds nothing after a lost reply", async () => {
    answers(broken, refusal("NOT_FOUND"))
    expect(await failure(client().fp.listings.delete("acme/xx"))).toMatchObject({ outcomeUnknown: true })
  })

  it("of a removal that finds nothing at once is just that", async () => {
    answers(refusal("NOT_FOUND"))
    expect(isCode(await failure(client().fp.listings.delete("acme/xx")), "NOT_FOUND")).toBe(true)
  })
})

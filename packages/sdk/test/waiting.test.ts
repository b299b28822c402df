import { describe, expect, it, vi } from "vitest"
import { type InstallIntent, TimeoutError } from "../src/index.ts"
import { answers, client, failure, json, mockRegistry } from "./registry.ts"
import * as wire from "./wire.ts"

mockRegistry()

const id = wire.id("ins")
const at = (version: number, more: Partial<InstallIntent> = {}) =>
  json({ ...wire.intent, ...more }, { etag: `"ins-${version}"` })
const unchanged = () => new Response(null, { status: 304, headers: { etag: '"ins-1"' } })
const redeemed = { status: "redeemed", redeemedAtMs: 3 } as const

describe("waiting for an install", () => {
  it("ends at once where it has got there already", async () => {
    const seen = answers(at(1, redeemed))
    expect(await client().fp.installs.wait(id, { until: "redeemed" })).toMatchObject(redeemed)
    expect(seen.map(({ address }) => address)).toEqual([`/v1/install-intents/${id}`])
  })

  it("asks the registry to answer when something has changed, until it has got there", async () => {
    const seen = answers(at(1), unchanged, at(2, redeemed), at(3, { ...redeemed, outcome: "completed" }))
    const found = await client().fp.installs.wait(id, { until: "outcome" })
    expect(found).toMatchObject({ status: "redeemed", outcome: "completed" })
    expect(seen.slice(1).map(({ address }) => address)).toEqual(
      Array.from({ length: 3 }, () => `/v1/install-intents/${id}?waitMs=25000`),
    )
    expect(seen.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, '"ins-1"', '"ins-1"', '"ins-2"'])
  })

  it.each(["redeemed", "outcome"] as const)("for %s ends where it cannot get there any more", async (until) => {
    answers(at(1), at(2, { status: "canceled", cancelReason: "release_revoked" }))
    expect(await client().fp.installs.wait(id, { until })).toMatchObject({ cancelReason: "release_revoked" })
  })

  it("gives the registry the time it may take, on top of the limit of an attempt", async () => {
    vi.useFakeTimers()
    try {
      const replies = [Response.json({ ...wire.intent }, { headers: { etag: '"ins-1"' } })]
      const fetch = vi.fn<typeof globalThis.fetch>(async () => replies.shift() ?? new Promise<never>(() => undefined))
      const waiting = failure(client({ fetch, maxRetries: 0 }).fp.installs.wait(id, { until: "redeemed" }))
      const ended = vi.fn<() => void>()
      void waiting.then(ended)
      await vi.advanceTimersByTimeAsync(39_999)
      expect(ended).not.toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(1)
      expect(await waiting).toBeInstanceOf(TimeoutError)
    } finally {
      vi.useRealTimers()
    }
  })

  it("ends with a TimeoutError after its time, leaving no timer behind", async () => {
    vi.useFakeTimers()
    try {
      const fetch = async () => Response.json({ ...wire.intent }, { headers: { etag: '"ins-1"' } })
      const waiting = failure(
        client({ fetch, sleep: undefined }).fp.installs.wait(id, { until: "redeemed", timeoutMs: 5_000 }),
      )
      await vi.advanceTimersByTimeAsync(5_000)
      expect(await waiting).toBeInstanceOf(TimeoutError)
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it("ends with the caller's signal", async () => {
    const controller = new AbortController()
    answers(at(1), () => {
      controller.abort("enough")
      return unchanged()
    })
    const error = await failure(client().fp.installs.wait(id, { until: "redeemed", signal: controller.signal }))
    expect(error).toMatchObject({ name: "AbortedError", cause: "enough" })
  })

  it("is not possible where the reply has no ETag", async () => {
    answers(json(wire.intent))
    const error = await failure(client().fp.installs.wait(id, { until: "redeemed" }))
    expect(error).toMatchObject({ name: "ResponseShapeError" })
  })
})

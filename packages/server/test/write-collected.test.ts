import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import type { AppContext } from "../src/domain/context.ts"
import { writeCollected } from "../src/write-collected.ts"

describe("what is collected in memory", () => {
  let written: string[] = []
  let warnings: string[] = []
  const context = {
    tokenUses: { flush: async () => void written.push("token uses") },
    sessionUses: { flush: async () => void written.push("session uses") },
    webSessionUses: { flush: async () => void written.push("web session uses") },
    credentialUses: { flush: async () => void written.push("credential uses") },
    viewCounts: { flush: async () => void written.push("views") },
    log: { warn: (_: object, message: string) => warnings.push(message) },
  } as unknown as AppContext

  beforeEach(() => {
    vi.useFakeTimers()
    ;[written, warnings] = [[], []]
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it("is written every ten seconds or every minute, and for the last time when stopped", async () => {
    const stop = writeCollected(context)
    await vi.advanceTimersByTimeAsync(9_999)
    expect(written).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(written).toEqual(["views"])
    await vi.advanceTimersByTimeAsync(50_000)
    expect(written.toSorted()).toEqual([
      "credential uses",
      "session uses",
      "token uses",
      ...Array.from({ length: 6 }, () => "views"),
      "web session uses",
    ])
    written = []
    await stop()
    expect(written).toEqual(["token uses", "session uses", "web session uses", "credential uses", "views"])
    await vi.advanceTimersByTimeAsync(120_000)
    expect(written).toHaveLength(5)
  })

  it("is written for the last time only after what is on its way", async () => {
    const slow = Promise.withResolvers<void>()
    const flushes: string[] = []
    const flush = async () => {
      flushes.push("begun")
      await slow.promise
      flushes.push("ended")
    }
    const stop = writeCollected({ ...context, viewCounts: { ...context.viewCounts, flush } })
    await vi.advanceTimersByTimeAsync(10_000)
    const stopped = stop()
    slow.resolve()
    await stopped
    expect(flushes).toEqual(["begun", "ended", "begun", "ended"])
  })

  it("is tried again after a failure, which is noted", async () => {
    const flush = async () => {
      written.push("views")
      throw new Error("No.")
    }
    const stop = writeCollected({ ...context, viewCounts: { ...context.viewCounts, flush } })
    await vi.advanceTimersByTimeAsync(20_000)
    await stop()
    expect(written.filter((what) => what === "views")).toHaveLength(3)
    expect(warnings).toEqual(Array(3).fill("How often listings were viewed could not be written yet."))
  })
})

import { getEventListeners } from "node:events"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { sleep } from "../src/retry.ts"
import { failure } from "./registry.ts"

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe("a pause", () => {
  it("lasts as long as it is told, and leaves no listener behind", async () => {
    const { signal } = new AbortController()
    const woken = vi.fn<() => void>()
    void sleep(1_000, signal).then(woken)
    await vi.advanceTimersByTimeAsync(999)
    expect(woken).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(woken).toHaveBeenCalledOnce()
    expect(getEventListeners(signal, "abort")).toEqual([])
  })

  it("ends with the signal's reason when that aborts, and leaves neither timer nor listener behind", async () => {
    const controller = new AbortController()
    const failed = failure(sleep(1_000, controller.signal))
    controller.abort("enough")
    expect(await failed).toBe("enough")
    expect(vi.getTimerCount()).toBe(0)
    expect(getEventListeners(controller.signal, "abort")).toEqual([])
  })

  it("does not begin where the signal is aborted already", async () => {
    expect(await failure(sleep(1_000, AbortSignal.abort("enough")))).toBe("enough")
    expect(vi.getTimerCount()).toBe(0)
  })
})

import { getEventListeners } from "node:events"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { newInstallToken, subject, targetSecret } from "./support/credentials.ts"
import { newKey, targetId } from "./support/keys.ts"
import { answered, fakeRegistry, redeemed, refused } from "./support/registry.ts"
import { testRedeemer } from "./support/redeemer.ts"

const nowMs = Date.UTC(2026, 8, 21, 14, 0, 0)

/** Remembers how long it was asked to sleep, and does not. */
function recordingSleep() {
  const delaysMs: number[] = []
  return { delaysMs, sleep: async (delayMs: number) => void delaysMs.push(delayMs) }
}

const unavailable = refused("UNAVAILABLE")
const busy = (retryAfter: string) => answered("slow down", 429, { "retry-after": retryAfter })

beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0.5)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe("a registry in trouble", () => {
  it("is asked again with the very same bytes", async () => {
    const { fetch, requests } = fakeRegistry(unavailable, answered("<h1>Bad gateway</h1>", 502), redeemed)
    expect(await testRedeemer({ fetch }).redeem(newInstallToken(), subject)).toMatchObject({ ok: true })
    expect(requests).toHaveLength(3)
    expect(new Set(requests.map(({ init }) => init.body)).size).toBe(1)
  })

  it("is left alone after three retries, and the outcome is unknown", async () => {
    const { fetch, requests } = fakeRegistry(unavailable)
    await expect(testRedeemer({ fetch }).redeem(newInstallToken(), subject)).rejects.toMatchObject({
      name: "RedeemProtocolError",
      code: "REGISTRY_UNAVAILABLE",
      status: 503,
      problemCode: "UNAVAILABLE",
      outcomeUnknown: true,
    })
    expect(requests).toHaveLength(4)
  })

  it("is asked as often as maxRetries says", async () => {
    const { fetch, requests } = fakeRegistry(unavailable)
    const redeemer = testRedeemer({ fetch, maxRetries: 0 })
    await expect(redeemer.redeem(newInstallToken(), subject)).rejects.toMatchObject({ code: "REGISTRY_UNAVAILABLE" })
    expect(requests).toHaveLength(1)
  })

  it.each([408, 429, 500, 502, 503, 504])("is asked again after a bare %i", async (status) => {
    const { fetch, requests } = fakeRegistry(answered("", status), redeemed)
    await testRedeemer({ fetch }).redeem(newInstallToken(), subject)
    expect(requests).toHaveLength(2)
  })

  it.each([400, 404, 413, 501])("is not asked again after a bare %i", async (status) => {
    const { fetch, requests } = fakeRegistry(answered("", status), redeemed)
    await expect(testRedeemer({ fetch }).redeem(newInstallToken(), subject)).rejects.toThrow(String(status))
    expect(requests).toHaveLength(1)
  })

  it("decides itself whether a problem is worth another attempt", async () => {
    const hopeless = fakeRegistry(answered({ code: "BROKEN", retryable: false }, 503), redeemed)
    const redeemer = testRedeemer({ fetch: hopeless.fetch })
    await expect(redeemer.redeem(newInstallToken(), subject)).rejects.toMatchObject({ problemCode: "BROKEN" })
    expect(hopeless.requests).toHaveLength(1)

    const passing = fakeRegistry(answered({ code: "LOCKED", retryable: true }, 409), redeemed)
    await testRedeemer({ fetch: passing.fetch }).redeem(newInstallToken(), subject)
    expect(passing.requests).toHaveLength(2)
  })

  it("does not make us read store or credential again", async () => {
    const { fetch } = fakeRegistry(unavailable, unavailable, redeemed)
    const credential = vi.fn(async () => ({ secret: targetSecret }))
    const getOrCreate = vi.fn(async (_hash: string, make: () => string) => make())
    await testRedeemer({ fetch, credential, store: { getOrCreate } }).redeem(newInstallToken(), subject)
    expect(credential).toHaveBeenCalledTimes(1)
    expect(getOrCreate).toHaveBeenCalledTimes(1)
  })
})

describe("the pause before another attempt", () => {
  it.each([
    [0, [0, 0, 0, 0, 0, 0, 0]],
    [0.5, [125, 250, 500, 1_000, 2_000, 4_000, 4_000]],
    [1, [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]],
  ])("grows to a cap and is drawn from its whole range (random %d)", async (random, expectedMs) => {
    vi.spyOn(Math, "random").mockReturnValue(random)
    const { fetch } = fakeRegistry(unavailable)
    const { delaysMs, sleep } = recordingSleep()
    const redeemer = testRedeemer({ fetch, sleep, maxRetries: 7 })
    await expect(redeemer.redeem(newInstallToken(), subject)).rejects.toThrow("503 UNAVAILABLE")
    expect(delaysMs).toEqual(expectedMs)
  })

  it.each([
    ["seconds", "2", 2_000],
    ["a date", new Date(nowMs + 5_000).toUTCString(), 5_000],
    ["a date in the past", new Date(nowMs - 5_000).toUTCString(), 0],
    ["the longest we wait for", "60", 60_000],
    ["nothing readable", "soon", 0],
  ])("comes on top of a Retry-After of %s", async (_what, retryAfter, retryAfterMs) => {
    const { fetch } = fakeRegistry(busy(retryAfter), redeemed)
    const { delaysMs, sleep } = recordingSleep()
    await testRedeemer({ fetch, sleep, now: () => nowMs }).redeem(newInstallToken(), subject)
    expect(delaysMs).toEqual([retryAfterMs + 125])
  })

  it("is left to the caller where Retry-After is longer than a page can wait", async () => {
    const { fetch, requests } = fakeRegistry(busy("61"), redeemed)
    const { delaysMs, sleep } = recordingSleep()
    await expect(testRedeemer({ fetch, sleep }).redeem(newInstallToken(), subject)).rejects.toMatchObject({
      code: "REGISTRY_UNAVAILABLE",
      status: 429,
      retryAfterMs: 61_000,
      outcomeUnknown: false,
    })
    expect(requests).toHaveLength(1)
    expect(delaysMs).toEqual([])
  })

  it("is a timer by default", async () => {
    const { fetch, requests } = fakeRegistry(unavailable, redeemed)
    const timerOf = fakeTimers()
    const result = testRedeemer({ fetch, sleep: undefined }).redeem(newInstallToken(), subject)
    await timerOf(125)
    await vi.advanceTimersByTimeAsync(124)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await result).toMatchObject({ ok: true })
    expect(requests).toHaveLength(2)
  })
})

describe("an abort", () => {
  it("ends the pause at once and leaves neither timer nor listener behind", async () => {
    const { fetch, requests } = fakeRegistry(unavailable)
    const { signal, abort } = abortable()
    const timerOf = fakeTimers()
    const result = testRedeemer({ fetch, sleep: undefined }).redeem(newInstallToken(), subject, { signal })
    void timerOf(125).then(abort)
    await expect(result).rejects.toMatchObject({ name: "RedeemNetworkError", code: "ABORTED", outcomeUnknown: true })
    expect(requests).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
    expect(getEventListeners(signal, "abort")).toEqual([])
  })

  it("in flight is followed by no pause", async () => {
    const { signal, abort } = abortable()
    const { delaysMs, sleep } = recordingSleep()
    const fetch = async () => {
      abort()
      throw signal.reason
    }
    await expect(testRedeemer({ fetch, sleep }).redeem(newInstallToken(), subject, { signal })).rejects.toMatchObject({
      code: "ABORTED",
      outcomeUnknown: true,
    })
    expect(delaysMs).toEqual([])
  })

  it("stops the attempts even where an injected sleep does not listen", async () => {
    const { fetch, requests } = fakeRegistry(refused("UNAVAILABLE"))
    const { signal, abort } = abortable()
    const redeemer = testRedeemer({ fetch, sleep: async () => abort() })
    await expect(redeemer.redeem(newInstallToken(), subject, { signal })).rejects.toMatchObject({ code: "ABORTED" })
    expect(requests).toHaveLength(1)
  })

  it("that came before the call sends nothing, so the outcome is known", async () => {
    const { fetch, requests } = fakeRegistry(redeemed)
    const signal = AbortSignal.abort()
    await expect(testRedeemer({ fetch }).redeem(newInstallToken(), subject, { signal })).rejects.toMatchObject({
      code: "ABORTED",
      outcomeUnknown: false,
    })
    expect(requests).toEqual([])
  })

  it.each([
    ["the store", { store: { getOrCreate: () => new Promise<string>(() => {}) } }],
    ["the vault", { credential: () => new Promise<never>(() => {}) }],
  ])("ends the call also where %s does not answer", async (_what, slow) => {
    const { fetch, requests } = fakeRegistry(redeemed)
    const { signal, abort } = abortable()
    const result = testRedeemer({ fetch, ...slow }).redeem(newInstallToken(), subject, { signal })
    setImmediate(abort)
    await expect(result).rejects.toMatchObject({ code: "ABORTED", outcomeUnknown: false })
    expect(requests).toEqual([])
    expect(getEventListeners(signal, "abort")).toEqual([])
  })

  it("while a request is signed sends nothing", async () => {
    const { signal, abort } = abortable()
    const sign = crypto.subtle.sign.bind(crypto.subtle)
    vi.spyOn(crypto.subtle, "sign").mockImplementation((...signed) => {
      abort()
      return sign(...signed)
    })
    const fetch: typeof globalThis.fetch = (_input, init) =>
      init?.signal?.aborted ? Promise.reject(init.signal.reason) : Promise.resolve(Response.json({}))
    const redeemer = testRedeemer({ fetch, credential: { targetId, keys: [await newKey("P-256")] } })
    await expect(redeemer.redeem(newInstallToken(), subject, { signal })).rejects.toMatchObject({ code: "ABORTED" })
  })

  it("leaves no listener behind after a success either", async () => {
    const { fetch } = fakeRegistry(unavailable, redeemed)
    const { signal } = abortable()
    await testRedeemer({ fetch }).redeem(newInstallToken(), subject, { signal })
    expect(getEventListeners(signal, "abort")).toEqual([])
  })
})

function abortable() {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}

/** Stops the clock and gives a way to wait until a timer of that length is set. */
function fakeTimers() {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  const set = vi.spyOn(globalThis, "setTimeout")
  return async (delayMs: number) => {
    while (!set.mock.calls.some(([, ms]) => ms === delayMs)) await new Promise(setImmediate)
  }
}

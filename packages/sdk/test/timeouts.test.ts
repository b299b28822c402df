import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { type FleetPrompt, type FleetPromptOptions, TimeoutError } from "../src/index.ts"
import { client, failure } from "./registry.ts"
import * as wire from "./wire.ts"

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const never = () => new Promise<never>(() => undefined)
/** A reply whose body begins and never ends. */
const stalled = async () =>
  new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode("{")) }))
const reply = async (body: object) => Response.json(body)
const create = (fp: FleetPrompt) => fp.publishers.claim({ handle: "acme", displayName: "Acme" })

/** What a call has come to after some time: its error, or undefined while it still runs. */
async function after(timeMs: number, failed: Promise<unknown>): Promise<unknown> {
  let seen: unknown
  void failed.then((error) => (seen = error))
  await vi.advanceTimersByTimeAsync(timeMs)
  return seen
}

/** The error of a call that is given 100 ms and takes longer. */
async function timedOut(options: Partial<FleetPromptOptions>, call: (fp: FleetPrompt) => PromiseLike<unknown>) {
  const failed = failure(call(client({ timeoutMs: 100, maxRetries: 0, ...options }).fp))
  await vi.advanceTimersByTimeAsync(100)
  return failed
}

describe("one attempt", () => {
  it("ends after 15 s, and the next may succeed", async () => {
    const fetch = vi
      .fn<typeof globalThis.fetch>()
      .mockImplementationOnce(never)
      .mockImplementationOnce(() => reply(wire.whoami))
    const call = client({ fetch }).fp.whoami()
    await vi.advanceTimersByTimeAsync(14_999)
    expect(fetch).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await call).toEqual(wire.whoami)
  })

  it.each([
    ["the fetch disregards its signal", { fetch: never }],
    ["the body stalls", { fetch: stalled }],
    ["the token function hangs", { token: never }],
  ])("ends where %s", async (_, options) => {
    const failed = failure(client({ ...options, timeoutMs: 200, maxRetries: 0 }).fp.whoami())
    expect(await after(199, failed)).toBeUndefined()
    expect(await after(1, failed)).toBeInstanceOf(TimeoutError)
  })

  it("takes its limit from the call, where it says so", async () => {
    const failed = failure(client({ fetch: never, maxRetries: 0 }).fp.whoami({ timeoutMs: 50 }))
    expect(await after(50, failed)).toMatchObject({ message: "No complete reply within 50 ms.", retryable: true })
  })

  it("has no limit where that is infinite", async () => {
    const failed = failure(client({ fetch: never, timeoutMs: Infinity, totalTimeoutMs: Infinity }).fp.whoami())
    expect(await after(3_600_000, failed)).toBeUndefined()
  })
})

describe("the whole call", () => {
  it.each([
    ["a fetch that never answers", { fetch: never }],
    ["a body that stalls", { fetch: stalled }],
    ["a token function that hangs", { token: never }],
    ["a pause that never ends", { fetch: async () => new Response("", { status: 503 }), sleep: never }],
  ])("ends after its total time, in spite of %s", async (_, options) => {
    const limits = { timeoutMs: 5_000, totalTimeoutMs: 1_000, maxRetries: 9 }
    const failed = failure(client({ ...options, ...limits }).fp.whoami())
    expect(await after(999, failed)).toBeUndefined()
    expect(await after(1, failed)).toBeInstanceOf(TimeoutError)
  })

  it("ends after its total time, however many attempts it may still make", async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(never)
    const failed = failure(
      client({ fetch, timeoutMs: 400, totalTimeoutMs: 1_000, maxRetries: 99, random: () => 0 }).fp.whoami(),
    )
    expect(await after(1_000, failed)).toBeInstanceOf(TimeoutError)
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  it.each([
    ["succeeds", () => reply(wire.whoami)],
    ["fails", () => reply({})],
  ])("leaves no timer behind where it %s", async (_, fetch) => {
    await client({ fetch })
      .fp.whoami()
      .catch(() => undefined)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe("the outcome of a call that ran out of time", () => {
  it("is unknown where a write was sent, and the message says so", async () => {
    expect(await timedOut({ fetch: never }, create)).toMatchObject({
      outcomeUnknown: true,
      message: "No complete reply within 100 ms. Whether the change took effect is unknown.",
    })
  })

  it("is unknown where the reply to a write began and did not end", async () => {
    expect(await timedOut({ fetch: stalled }, create)).toMatchObject({ outcomeUnknown: true })
  })

  it("is known where only a read was sent", async () => {
    expect(await timedOut({ fetch: never }, (fp) => fp.whoami())).toMatchObject({ outcomeUnknown: false })
  })

  it("is known where the write was never sent", async () => {
    expect(await timedOut({ token: never }, create)).toMatchObject({ outcomeUnknown: false })
  })

  it("stays unknown where the write was sent once and not the second time", async () => {
    const tokens = [() => "first", never]
    const options = { fetch: never, token: () => tokens.shift()?.() ?? "", maxRetries: 1 }
    const failed = failure(create(client({ timeoutMs: 100, ...options }).fp))
    await vi.advanceTimersByTimeAsync(200)
    expect(await failed).toMatchObject({ name: "TimeoutError", outcomeUnknown: true })
  })
})

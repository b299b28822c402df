import { getEventListeners } from "node:events"
import { describe, expect, it, vi } from "vitest"
import { AbortedError, type FleetPrompt, type FleetPromptOptions } from "../src/index.ts"
import { client, failure } from "./registry.ts"
import * as wire from "./wire.ts"

const never = () => new Promise<never>(() => undefined)
const create = (fp: FleetPrompt, signal: AbortSignal) =>
  fp.publishers.claim({ handle: "acme", displayName: "Acme" }, { signal })
const unavailable = async () => new Response("", { status: 503 })

/** Aborts a call once it has come to a certain point, and returns its error. */
async function abortAt(
  options: (reached: () => void) => Partial<FleetPromptOptions>,
  call = (fp: FleetPrompt, signal: AbortSignal): PromiseLike<unknown> => fp.whoami({ signal }),
) {
  const controller = new AbortController()
  const reason = new Error("The user pressed Ctrl-C.")
  const { promise: point, resolve: reached } = Promise.withResolvers<void>()
  const failed = failure(call(client(options(reached)).fp, controller.signal))
  await point
  controller.abort(reason)
  return { error: await failed, reason, signal: controller.signal }
}

const points: [string, (reached: () => void) => Partial<FleetPromptOptions>][] = [
  ["the token function is at work", (reached) => ({ token: () => (reached(), never()) })],
  ["a fetch that disregards its signal is at work", (reached) => ({ fetch: () => (reached(), never()) })],
  [
    "a fetch that heeds its signal is at work",
    (reached) => ({
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener("abort", () => reject(new DOMException("Aborted.", "AbortError")))
          reached()
        }),
    }),
  ],
  [
    "the body arrives",
    (reached) => ({ fetch: async () => new Response(new ReadableStream({ pull: () => (reached(), never()) })) }),
  ],
  [
    "a pause of the caller's own making lasts",
    (reached) => ({ fetch: unavailable, sleep: () => (reached(), never()) }),
  ],
  [
    "a pause of ours lasts",
    // The jitter is drawn right before the pause begins; 59 s of Retry-After are longer than any test runs.
    (reached) => ({
      fetch: async () => new Response("", { status: 503, headers: { "retry-after": "59" } }),
      sleep: undefined,
      random: () => (setImmediate(reached), 1),
    }),
  ],
]

describe("an abort", () => {
  it.each(points)("ends the call at once while %s, and its reason is the cause", async (_, options) => {
    const { error, reason } = await abortAt(options)
    expect(error).toBeInstanceOf(AbortedError)
    expect(error).toMatchObject({ cause: reason, retryable: false })
  })

  it.each(points)("leaves no listener on the signal while %s", async (_, options) => {
    const { signal } = await abortAt(options)
    expect(getEventListeners(signal, "abort")).toEqual([])
  })

  it("before the call keeps it from being sent", async () => {
    const fetch = vi.fn<typeof globalThis.fetch>()
    const reason = new Error("Too late.")
    const error = await failure(client({ fetch }).fp.whoami({ signal: AbortSignal.abort(reason) }))
    expect(error).toBeInstanceOf(AbortedError)
    expect(error).toMatchObject({ cause: reason })
    expect(fetch).not.toHaveBeenCalled()
  })

  it("during the body lets go of the connection", async () => {
    const cancel = vi.fn<() => void>()
    await abortAt((reached) => ({
      fetch: async () => new Response(new ReadableStream({ pull: () => (reached(), never()), cancel })),
    }))
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce())
  })

  it("between two pages ends the list", async () => {
    const controller = new AbortController()
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json(wire.searchPage([wire.card], "c2")))
    const read = async () => {
      const cards = client({ fetch }).fp.listings.search({}, { signal: controller.signal })
      for await (const card of cards) controller.abort(card.slug)
    }
    expect(await failure(read())).toMatchObject({ name: "AbortedError", cause: wire.card.slug })
    expect(fetch).toHaveBeenCalledOnce()
  })
})

describe("the outcome of an aborted call", () => {
  it("is unknown where a write was sent", async () => {
    const { error } = await abortAt((reached) => ({ fetch: () => (reached(), never()) }), create)
    expect(error).toMatchObject({ outcomeUnknown: true })
  })

  it("is known where the write was not sent", async () => {
    const { error } = await abortAt((reached) => ({ token: () => (reached(), never()) }), create)
    expect(error).toMatchObject({ outcomeUnknown: false })
  })
})

describe("a call that ends by itself", () => {
  it.each([
    ["succeeds", async () => Response.json(wire.whoami)],
    ["fails", unavailable],
  ])("leaves no listener on the caller's signal where it %s", async (_, fetch) => {
    const { signal } = new AbortController()
    await client({ fetch })
      .fp.whoami({ signal })
      .catch(() => undefined)
    expect(getEventListeners(signal, "abort")).toEqual([])
  })

  it("leaves no listener on the signals it gives to a fetch and a pause of the caller's own", async () => {
    const given: AbortSignal[] = []
    const fetch: typeof globalThis.fetch = async (_, init) => {
      if (init?.signal) given.push(init.signal)
      return unavailable()
    }
    const sleep = async (_: number, signal: AbortSignal) => void given.push(signal)
    await failure(client({ fetch, sleep, maxRetries: 1 }).fp.whoami())
    expect(given.map((signal) => getEventListeners(signal, "abort"))).toEqual([[], [], []])
  })
})

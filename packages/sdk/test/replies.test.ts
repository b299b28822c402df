import { inspect } from "node:util"
import { describe, expect, it, vi } from "vitest"
import { ResponseShapeError } from "../src/index.ts"
import { answers, client, failure, json, mockRegistry } from "./registry.ts"
import * as wire from "./wire.ts"

mockRegistry()

const requestId = wire.id("req")
const withId = { "x-request-id": requestId }

describe("a reply as promised", () => {
  it("comes with what its headers say", async () => {
    answers(json(wire.listing, { ...withId, etag: '"lst-17"', "idempotency-replayed": "true" }, 201))
    const { data, meta } = await client().fp.listings.get("acme/xx").withResponse()
    expect(data).toEqual(wire.listing)
    expect(meta).toEqual({ status: 201, requestId, etag: '"lst-17"', replayed: true, attempts: 1 })
  })

  it("is no replay where its header says so, and has no ETag where there is none", async () => {
    answers(json(wire.listing, { "idempotency-replayed": "false" }))
    const { meta } = await client().fp.listings.get("acme/xx").withResponse()
    expect(meta).toEqual({ status: 200, requestId: undefined, etag: undefined, replayed: false, attempts: 1 })
  })

  it("may have words that a newer registry knows", async () => {
    answers(json({ ...wire.listing, status: "archived", assetKind: "robot" }))
    expect(await client().fp.listings.get("acme/xx")).toMatchObject({ status: "archived", assetKind: "robot" })
  })

  it("may have fields that a newer registry adds, and they are kept, however deep", async () => {
    const publisher = { ...wire.listing.publisher, mood: "fine" }
    const newer = { ...wire.listing, publisher, stars: 5, awards: [{ of: "2027" }] }
    answers(json(newer))
    expect(await client().fp.listings.get("acme/xx")).toEqual(newer)
  })

  it("keeps such fields in lists, and has what an older registry leaves out", async () => {
    const { installs: _, ...older } = wire.card
    answers(json({ ...wire.searchPage([]), data: [{ ...older, stars: 5 }, wire.card], took: 3 }))
    const page = await client().fp.listings.search()
    expect(page).toEqual({ ...wire.searchPage([]), data: [{ ...wire.card, stars: 5 }, wire.card], took: 3 })
  })

  it("changes no prototype by a field of its name", async () => {
    const body = JSON.stringify(wire.listing).replace("{", '{"__proto__":{"polluted":true},')
    answers(() => new Response(body, { status: 200 }))
    const listing = await client().fp.listings.get("acme/xx")
    expect(Object.getPrototypeOf(listing)).toBe(Object.prototype)
    expect(listing).not.toHaveProperty("polluted")
  })

  it("is read as UTF-8, also where a character is cut in two on the way", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...wire.publisher, displayName: "Ångström 🚀" }))
    const body = new ReadableStream({
      start(stream) {
        for (const byte of bytes) stream.enqueue(Uint8Array.of(byte))
        stream.close()
      },
    })
    const { fp } = client({ fetch: async () => new Response(body) })
    expect(await fp.publishers.get("acme")).toMatchObject({ displayName: "Ångström 🚀" })
  })
})

describe("a reply of another shape", () => {
  const secret = "s3cret-value"

  it("is refused by path and request id, without its value", async () => {
    const listings = [wire.card, { ...wire.card, publisher: { ...wire.card.publisher, displayName: { secret } } }]
    answers(json(wire.searchPage(listings), withId))
    const error = await failure(client().fp.listings.search())
    expect(error).toBeInstanceOf(ResponseShapeError)
    expect(error).toMatchObject({ path: "/data/1/publisher/displayName", requestId, retryable: false })
    expect(String(error)).toContain('path "/data/1/publisher/displayName"')
    expect(String(error)).toContain(requestId)
    expect(inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error)).not.toContain(secret)
  })

  it.each([
    ["is not JSON", `<html>${secret}</html>`],
    ["ends too early", `{"userId":"${secret}`],
    ["is empty", ""],
    ["is null", "null"],
  ])("is refused as a whole where it %s", async (_, body) => {
    answers(() => new Response(body, { status: 200, headers: withId }))
    const error = await failure(client().fp.whoami())
    expect(error).toMatchObject({ name: "ResponseShapeError", path: "", requestId })
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(secret)
  })

  it("is refused where there is no body at all", async () => {
    answers(() => new Response(null, { status: 204 }))
    expect(await failure(client().fp.whoami())).toMatchObject({ name: "ResponseShapeError", path: "" })
  })
})

describe("a reply of more than 16 MiB", () => {
  const chunk = new Uint8Array(1024 * 1024).fill(0x20)
  const endless = (status: number) => {
    const read = vi.fn<() => void>()
    const cancel = vi.fn<() => void>()
    const pull = (stream: ReadableStreamDefaultController) => {
      read()
      stream.enqueue(chunk)
    }
    const fetch = async () => new Response(new ReadableStream({ pull, cancel }, { highWaterMark: 0 }), { status })
    return { fetch, read, cancel }
  }

  it("is refused as soon as it is seen, and let go", async () => {
    const { fetch, read, cancel } = endless(200)
    expect(await failure(client({ fetch }).fp.whoami())).toMatchObject({ name: "ResponseShapeError", path: "" })
    expect(read).toHaveBeenCalledTimes(17)
    expect(cancel).toHaveBeenCalledOnce()
  })

  it("counts as somebody else's where it is an error", async () => {
    const { fetch, cancel } = endless(500)
    expect(await failure(client({ fetch, maxRetries: 0 }).fp.whoami())).toMatchObject({ code: "HTTP_500" })
    expect(cancel).toHaveBeenCalledOnce()
  })

  it("is still read where it has exactly that size", async () => {
    const body = JSON.stringify(wire.whoami).padEnd(16 * 1024 * 1024)
    const { fp } = client({ fetch: async () => new Response(body) })
    expect(await fp.whoami()).toEqual(wire.whoami)
  })
})

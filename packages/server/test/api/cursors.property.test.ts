import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

interface Page {
  data: Record<string, string>[]
  page: { nextCursor: string | null }
}

describe.each(engines)("T-CURSOR-1 · cursors over HTTP on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller

  /** Every list with pages, who reads it, and what names its rows. */
  const lists: { path: string; reader: () => Caller; id: string }[] = [
    { path: "/v1/listings?publisher=acme", reader: () => registry.anonymous, id: "listingId" },
    { path: "/v1/me/listings?", reader: () => alice, id: "listingId" },
    { path: "/v1/listings/acme/thing-0/releases?", reader: () => registry.anonymous, id: "releaseId" },
    { path: "/v1/install-intents?", reader: () => bob, id: "installIntentId" },
  ]
  const someList = fc.constantFrom(...lists)
  const someLimit = fc.integer({ min: 1, max: 12 })
  const read = (list: (typeof lists)[number], limit: number, cursor?: string) =>
    list.reader().get<Page>(`${list.path}&limit=${limit}${cursor === undefined ? "" : `&cursor=${cursor}`}`)

  /** Eleven rows in each list; the clock moves after every third, so that many share their moment. */
  beforeAll(async () => {
    registry = await openRegistry(engine)
    ;[alice, bob] = [await registry.as("alice"), await registry.as("bob")]
    await registry.target("whs")
    await alice.claim("acme")
    for (let row = 0; row < 11; row++) {
      await alice.createListing({ slug: `acme/thing-${row}` })
      await alice.publish(`acme/thing-${row}`, { version: "1.0.0" })
      await alice.setStatus(`acme/thing-${row}`, "published")
      if (row > 0) await alice.publish("acme/thing-0", { version: `1.0.${row}` })
      await bob.install({ listing: "acme/thing-0" })
      if (row % 3 === 0) registry.clock.advance(1)
    }
  })
  afterAll(() => registry.close())

  it("lead through every list row by row, once each and in one order, whatever the size of the pages", async () => {
    await fc.assert(
      fc.asyncProperty(someList, fc.array(someLimit, { minLength: 1, maxLength: 4 }), async (list, limits) => {
        const whole = (await read(list, 100)).body
        expect(whole.page.nextCursor).toBeNull()
        const seen: string[] = []
        let cursor: string | undefined
        for (let page = 0; page <= 11; page++) {
          const { status, body } = await read(list, limits[page % limits.length] ?? 1, cursor)
          expect(status).toBe(200)
          seen.push(...body.data.map((row) => row[list.id] ?? ""))
          cursor = body.page.nextCursor ?? undefined
          if (cursor === undefined) break
        }
        expect(seen).toEqual(whole.data.map((row) => row[list.id]))
        expect(new Set(seen).size).toBe(11)
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it("are refused with any character changed, dropped or doubled", async () => {
    const alteration = fc.record({
      at: fc.nat(),
      kind: fc.constantFrom("change", "drop", "double"),
      by: fc.constantFrom("A", "Z", "a", "z", "0", "9", "-", "_", "."),
    })
    await fc.assert(
      fc.asyncProperty(someList, alteration, async (list, { at, kind, by }) => {
        const cursor = (await read(list, 2)).body.page.nextCursor ?? ""
        const place = at % cursor.length
        const old = cursor.charAt(place)
        const put = { change: by, drop: "", double: `${old}${old}` }[kind] ?? ""
        fc.pre(put !== old)
        const altered = `${cursor.slice(0, place)}${put}${cursor.slice(place + 1)}`
        expectRefusal(await read(list, 2, altered), 400, "CURSOR_INVALID")
      }),
      { numRuns: 80 },
    )
  }, 60_000)

  it("are good for the list and filter they were made for, and for no other", async () => {
    const others = [
      ...lists,
      { path: "/v1/listings?publisher=acme&kind=whs_agent", reader: () => registry.anonymous, id: "" },
      { path: "/v1/listings?", reader: () => registry.anonymous, id: "" },
      { path: "/v1/listings/acme/thing-1/releases?", reader: () => registry.anonymous, id: "" },
      { path: "/v1/me/listings?", reader: () => bob, id: "" },
      { path: "/v1/install-intents?", reader: () => alice, id: "" },
    ]
    await fc.assert(
      fc.asyncProperty(someList, fc.constantFrom(...others), someLimit, async (list, other, limit) => {
        fc.pre(list !== other)
        const cursor = (await read(list, 2)).body.page.nextCursor ?? ""
        expectRefusal(await read(other, limit, cursor), 400, "CURSOR_INVALID")
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it("are refused, and never a failure of ours, when they are any other text", async () => {
    const junk = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.string({ maxLength: 600 }),
      fc.tuple(fc.base64String(), fc.base64String()).map(([payload, mac]) => `c1.${payload}.${mac}`),
    )
    await fc.assert(
      fc.asyncProperty(someList, junk, async (list, text) => {
        const answer = await read(list, 2, encodeURIComponent(text.isWellFormed() ? text : text.toWellFormed()))
        expect(answer.status).toBe(400)
        expect(["CURSOR_INVALID", "INVALID_REQUEST"]).toContain(answer.problem.code)
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

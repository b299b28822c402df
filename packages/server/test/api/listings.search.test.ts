import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

interface Page {
  data: { slug: string }[]
  page: { nextCursor: string | null }
}

describe.each(engines)("GET /v1/listings on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  const slugs = async (query: string) =>
    (await registry.anonymous.get<Page>(`/v1/listings?${query}`)).body.data.map(({ slug }) => slug)

  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    for (const name of ["alpha", "beta", "gamma", "delta", "epsilon"]) {
      await alice.shelve(`acme/${name}`)
      if (name !== "gamma") registry.clock.advance(minutes(1))
    }
    await alice.createListing({ slug: "acme/draft-only" })
  })
  afterAll(() => registry.close())

  it("lists published listings, newest change first, to somebody who is not signed in", async () => {
    expect(await slugs("limit=100")).toHaveLength(5)
    expect((await slugs("limit=2"))[0]).toBe("acme/epsilon")
  })

  it("finds parts of words whatever their case, and asks for all of them", async () => {
    expect(await slugs("q=EPSIL")).toEqual(["acme/epsilon"])
    expect(await slugs("q=alpha+tickets")).toEqual(["acme/alpha"])
    expect(await slugs("q=alpha+beta")).toEqual([])
  })

  it("combines filters", async () => {
    expect(await slugs("kind=whs_agent&publisher=acme&q=beta")).toEqual(["acme/beta"])
    expect(await slugs("kind=spec_asset")).toEqual([])
    expect(await slugs("publisher=nobody-here")).toEqual([])
  })

  it.each([
    "%",
    "_",
    "\\",
    "'",
    '"',
    "%25%27",
    "*",
    "NEAR(",
    "al*ha",
    "tag:x",
    '" OR "',
    "\uD83D\uDE00",
    "x".repeat(200),
  ])("finds nothing for %j, which no listing holds, and takes no sign in it for an order", async (q) =>
    expect(await slugs(`q=${encodeURIComponent(q)}`)).toEqual([]),
  )

  it("finds the words of a query whatever signs stand around them", async () => {
    for (const q of ["alpha*", '"alpha"', "-alpha", "(alpha", "alpha:", "^alpha"]) {
      expect(await slugs(`q=${encodeURIComponent(q)}`)).toEqual(["acme/alpha"])
    }
  })

  it.each(["", " ", "\u0000", "\t\n"])("takes %j for no words at all", async (q) => {
    expect(await slugs(`q=${encodeURIComponent(q)}&limit=100`)).toHaveLength(5)
  })

  it("walks every page once, also where listings share a moment", async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? "limit=2" : `limit=2&cursor=${encodeURIComponent(cursor)}`
      const { body }: { body: Page } = await registry.anonymous.get<Page>(`/v1/listings?${query}`)
      seen.push(...body.data.map(({ slug }) => slug))
      cursor = body.page.nextCursor
    } while (cursor !== null)
    expect(seen).toHaveLength(5)
    expect(new Set(seen).size).toBe(5)
  })

  it("refuses a cursor that was altered at any place, cut, or taken from another list", async () => {
    const { body } = await registry.anonymous.get<Page>("/v1/listings?limit=2")
    const cursor = body.page.nextCursor ?? ""
    const altered = Array.from(
      cursor,
      (character, at) => cursor.slice(0, at) + (character === "A" ? "B" : "A") + cursor.slice(at + 1),
    )
    for (const bad of [...altered, cursor.slice(0, -1), "", "c1", "c1..", "c1.W10.x"]) {
      expectRefusal(await registry.anonymous.get(`/v1/listings?cursor=${bad}`), 400, "CURSOR_INVALID")
    }
    expectRefusal(await registry.anonymous.get(`/v1/listings?q=alpha&cursor=${cursor}`), 400, "CURSOR_INVALID")
    expectRefusal(await alice.get(`/v1/me/listings?cursor=${cursor}`), 400, "CURSOR_INVALID")
  })

  it.each([
    "limit=0",
    "limit=101",
    "limit=x",
    "limit=1&limit=2",
    "sort=newest",
    "target=A",
    "kind=robot",
    "publisher=A",
    `cursor=${"c".repeat(513)}`,
  ])("refuses the query %s", async (query) => {
    expectRefusal(await registry.anonymous.get(`/v1/listings?${query}`), 400, "INVALID_REQUEST")
  })

  it("shows a member all listings of their publishers, drafts included, and a stranger none of them", async () => {
    const mine = await alice.get<Page>("/v1/me/listings?limit=100")
    expect(mine.body.data).toHaveLength(6)
    expect((await (await registry.as("bob")).get<Page>("/v1/me/listings")).body.data).toEqual([])
  })
})

import { describe, expect, it } from "vitest"
import { answers, client, failure, json, mockRegistry, refusal } from "./registry.ts"
import * as wire from "./wire.ts"

mockRegistry()

const cards = ["aa", "bb", "cc"].map((name) => ({ ...wire.card, slug: `acme/${name}` }))
const [first, second] = [wire.searchPage(cards.slice(0, 2), "c2"), wire.searchPage(cards.slice(2))]

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe("a list", () => {
  it("gives every item of every page, in order", async () => {
    answers(json(first), json(second))
    expect(await collect(client().fp.listings.search())).toEqual(cards)
  })

  it("gives its pages", async () => {
    answers(json(first), json(second))
    expect(await collect(client().fp.listings.search().pages())).toEqual([first, second])
  })

  it("is awaited for its first page, fetched once", async () => {
    const seen = answers(json(first), json(second))
    const list = client().fp.listings.search()
    expect(await list).toEqual(first)
    expect(await list).toEqual(first)
    expect(seen).toHaveLength(1)
  })

  it("keeps its filters from page to page, and moves the cursor", async () => {
    const seen = answers(json(first), json(second))
    await collect(client().fp.listings.search({ tag: "support", limit: 2, cursor: "c1" }))
    expect(seen.map(({ address }) => address)).toEqual([
      "/v1/listings?tag=support&limit=2&cursor=c1",
      "/v1/listings?tag=support&limit=2&cursor=c2",
    ])
  })

  it("starts anew each time it is iterated", async () => {
    answers(json(first), json(second), json(first), json(second))
    const list = client().fp.listings.search()
    expect(await collect(list)).toEqual(await collect(list))
  })

  it("is empty where its only page is", async () => {
    answers(json(wire.page([])))
    expect(await collect(client().fp.installs.list())).toEqual([])
  })
})

describe("a list fetches", () => {
  it("nothing before it is asked for", async () => {
    const seen = answers(json(first))
    const { fp } = client()
    fp.listings.search()
    fp.listings.search().pages()
    await fp.listings.mine()
    expect(seen.map(({ address }) => address)).toEqual(["/v1/me/listings"])
  })

  it("no page before the one ahead of it is used up", async () => {
    const seen = answers(json(first), json(second))
    for await (const card of client().fp.listings.search()) {
      expect(seen).toHaveLength(card.slug === "acme/cc" ? 2 : 1)
    }
    expect.assertions(3)
  })

  it("no more after whoever reads it has stopped", async () => {
    const seen = answers(json(first), json(second))
    for await (const card of client().fp.listings.search()) if (card.slug === "acme/bb") break
    expect(seen).toHaveLength(1)
  })
})

describe("a list ends in an error", () => {
  it("where a page fails, after the items before it", async () => {
    answers(json(first), refusal("CURSOR_INVALID"))
    const seen: string[] = []
    const read = async () => {
      for await (const { slug } of client().fp.listings.search()) seen.push(slug)
    }
    expect(await failure(read())).toMatchObject({ code: "CURSOR_INVALID" })
    expect(seen).toEqual(["acme/aa", "acme/bb"])
  })

  it("where the registry hands out the same cursor again, instead of going round forever", async () => {
    const seen = answers(json(first))
    expect(await failure(collect(client().fp.listings.search()))).toMatchObject({
      name: "ResponseShapeError",
      path: "/page/nextCursor",
    })
    expect(seen).toHaveLength(2)
  })

  it("where it is awaited and the first page fails", async () => {
    answers(refusal("NOT_FOUND"))
    expect(await failure(client().fp.releases.list("acme/xx"))).toMatchObject({ code: "NOT_FOUND" })
  })
})

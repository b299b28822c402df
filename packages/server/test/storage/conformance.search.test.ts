import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Listing } from "../../src/domain/listings/listing.ts"
import type { ListingFilter, ListingOrder, ListingSeek } from "../../src/domain/listings/store.ts"
import { searchTextOf, wordsOf } from "../../src/domain/listings/words.ts"
import { engines, type OpenDatabase, postgresWithoutTrigrams } from "../support/engines.ts"
import { aListing, aPublisher } from "../support/records.ts"

const wildcards = String.raw`100% a_b c\d it's "q" !e [f] g*`

describe.each([...engines, postgresWithoutTrigrams])("search on $name", (engine) => {
  const [acme, other] = [aPublisher({ handle: "acme" }), aPublisher({ handle: "other" })]
  const plain = { tags: [], categories: [], name: "N", summary: "S", description: "" }
  const listings = {
    triage: aListing(acme, { ...plain, slugName: "triage", name: "Support TRIAGE", tags: ["crm"], updatedAtMs: 5 }),
    strange: aListing(acme, { ...plain, slugName: "strange", description: wildcards, updatedAtMs: 4 }),
    plainer: aListing(acme, { ...plain, slugName: "plainer", description: "x100 axb cxd its e", updatedAtMs: 3 }),
    unicode: aListing(other, { ...plain, slugName: "unicode", summary: "Ärger mit ÑANDÚ 日本語 🚀", updatedAtMs: 2 }),
    labelled: aListing(other, {
      ...plain,
      slugName: "labelled",
      assetKind: "spec_asset",
      tags: ["crm", "ml-ops"],
      categories: ["finance"],
      updatedAtMs: 1,
    }),
    draft: aListing(acme, { slugName: "draft", status: "draft" }),
    unlisted: aListing(acme, { slugName: "unlisted", status: "unlisted" }),
    suspended: aListing(acme, { slugName: "suspended", status: "suspended" }),
  }
  const published = [listings.triage, listings.strange, listings.plainer, listings.unicode, listings.labelled]

  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
    await database.store.transaction(async (tx) => {
      await tx.publishers.insert(acme)
      await tx.publishers.insert(other)
      for (const listing of Object.values(listings)) await tx.listings.insert(listing)
    })
  })
  afterAll(() => database.drop())

  const list = (filter: ListingFilter, order: ListingOrder = "recent", after?: ListingSeek, limit = 100) =>
    database.store.read.listings.listPublished(filter, order, { after, limit })

  const found = async (q: string, filter: ListingFilter = {}, max = 100) => {
    const text = searchTextOf(q)
    const wanted = { ...text, words: text.words.map((word) => [word]) }
    const matches = await database.store.read.listings.match(wanted, filter, "recent", max)
    return matches.map(({ slug }) => slug.slice(slug.indexOf("/") + 1)).toSorted()
  }

  it("lists every published listing without a filter, whole and newest first, and no other", async () => {
    expect(await list({})).toEqual(published)
  })

  it.each([
    [{ tag: "crm" }, ["triage", "labelled"]],
    [{ tag: "cr" }, []],
    [{ tag: "crm", category: "finance" }, ["labelled"]],
    [{ category: "finance" }, ["labelled"]],
    [{ handle: "other" }, ["unicode", "labelled"]],
    [{ assetKinds: ["spec_asset" as const] }, ["labelled"]],
    [{ assetKinds: ["spec_asset" as const, "whs_agent" as const], handle: "other" }, ["unicode", "labelled"]],
    [{ handle: "acme", assetKinds: ["spec_asset" as const] }, []],
  ])("finds by %j exactly %j, with words, without, and among the labels", async (filter, expected) => {
    expect(slugs(await list(filter))).toEqual(expected)
    for (const order of ["popular", "name"] as const) {
      expect(slugs(await list(filter, order)).toSorted()).toEqual(expected.toSorted())
    }
    // Every listing has an N or an S of its own, so a letter finds what the filter leaves.
    expect(await found("e", filter)).toEqual(expected.toSorted())
    expect(await database.store.read.listings.labels(filter, 100)).toHaveLength(expected.length)
  })

  it.each([
    ["triage", ["triage"]],
    ["TRI", ["triage"]],
    ["acme/str", ["strange"]],
    ["support crm", ["triage"]],
    ["crm support", ["triage"]],
    ["support 100", []],
    ["ärger ñandú 日本 🚀", ["unicode"]],
    ["arger nandu", ["unicode"]],
    ["crm", ["labelled", "triage"]],
    ["ml-ops", ["labelled"]],
    ["ops", ["labelled"]],
    ["riag", ["triage"]],
    ["tag:crm", []],
    ["kind:whs_agent", []],
    ["zzz", []],
  ])("finds for %s exactly %j", async (q, expected) => {
    expect(await found(q)).toEqual(expected)
  })

  it.each(["100%", "a_b", String.raw`c\d`, "it's", '"q"', "!e", "[f]", "g*", "0% a_b c\\"])(
    "takes %s as it is written, not as a pattern",
    async (q) => {
      expect(await found(q)).toContain("strange")
      expect((await found(q)).filter((name) => name === "plainer" && q !== "!e")).toEqual([])
    },
  )

  it("finds no part across two fields", async () => {
    expect(await found("ns")).toEqual([])
  })

  it("finds whatever holds every part as it is typed, and beyond that only what has all the words", async () => {
    const word = fc.string({ unit: fc.constantFrom(...Array.from("%_\\!'\"abc01 äß語")), minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(word, async (q) => {
        const { words, parts } = searchTextOf(q)
        const names = await found(q)
        const held = published.filter((listing) => holdsParts(searchable(listing), parts)).map((one) => one.slugName)
        const worded = published.filter((listing) => hasWords(searchable(listing), words)).map((one) => one.slugName)
        expect(names).toEqual([...new Set([...held, ...worded])].toSorted())
      }),
      { numRuns: 200 },
    )
  })

  it("takes anything that can be typed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (q) => {
        expect(Array.isArray(await found(q))).toBe(true)
        await database.store.read.listings.neighbours(searchTextOf(q).words)
      }),
      { numRuns: 200 },
    )
  })

  it("finds a part of a word however little popular its listing is, but without pg_trgm among the popular alone", async () => {
    const isGuest = engine.name === postgresWithoutTrigrams.name
    const isIndexed = "select to_regclass('listing_texts_by_parts') is not null as indexed"
    const [row] = engine.name === "SQLite" ? [{ indexed: true }] : await database.rawSql(isIndexed)
    expect(row).toEqual({ indexed: !isGuest })
    // Of five that are equally popular the oldest comes last.
    expect(await found("riag", {}, 2)).toEqual(isGuest ? [] : ["triage"])
    expect(await found("riag", {}, 5)).toEqual(["triage"])
  })

  it("stops at the number of matches it is given, the most popular first", async () => {
    expect(await found("e", {}, 2)).toHaveLength(2)
  })

  it("knows the words that are one typing error away", async () => {
    const { listings: reads } = database.store.read
    expect(await reads.neighbours(["traige", "suport", "xx"])).toEqual([["triage"], ["support"], []])
  })

  it("follows what an update changes in words, tags and status", async () => {
    const listing = aListing(acme, { ...plain, name: "Before", tags: ["before-tag"] })
    await database.store.transaction((tx) => tx.listings.insert(listing))
    const renamed = { ...listing, name: "After", tags: ["after-tag"], rowVersion: 2 }
    await database.store.transaction((tx) => tx.listings.update(renamed, 1))
    expect(await found("before")).toEqual([])
    expect(await list({ tag: "before-tag" })).toEqual([])
    expect(await found("after", { tag: "after-tag" })).toEqual([listing.slugName])
    for (const [at, status] of (["draft", "unlisted", "suspended"] as const).entries()) {
      const hidden = { ...renamed, status, rowVersion: 3 + 2 * at }
      await database.store.transaction((tx) => tx.listings.update(hidden, hidden.rowVersion - 1))
      expect(await found("after")).toEqual([])
      expect(await list({ tag: "after-tag" })).toEqual([])
      expect(await rowsOf(listing)).toBe(0)
      const back = { ...renamed, rowVersion: hidden.rowVersion + 1 }
      await database.store.transaction((tx) => tx.listings.update(back, hidden.rowVersion))
      expect(await found("after")).toEqual([listing.slugName])
    }
  })

  it("keeps nothing of a write that is rolled back", async () => {
    const listing = aListing(acme, { ...plain, slugName: "vanishing", name: "Unheardof" })
    const attempt = database.store.transaction(async (tx) => {
      await tx.listings.insert(listing)
      throw new Error("No.")
    })
    await expect(attempt).rejects.toThrow("No.")
    expect(await found("unheardof")).toEqual([])
    expect(await rowsOf(listing)).toBe(0)
    expect(await database.store.read.listings.neighbours(["unheardof"])).toEqual([[]])
  })

  it("moves a listing to its new publisher at once", async () => {
    const listing = aListing(acme, { ...plain, slugName: "wandering", name: "Wanderer" })
    await database.store.transaction((tx) => tx.listings.insert(listing))
    const moved = { ...listing, publisher: other, rowVersion: 2 }
    await database.store.transaction((tx) => tx.listings.move(moved, listing))
    expect(await found("acme/wandering")).toEqual([])
    expect(await found("other/wandering")).toEqual(["wandering"])
    expect(await found("wanderer", { handle: "acme" })).toEqual([])
    expect(await found("wanderer", { handle: "other" })).toEqual(["wandering"])
  })

  const rowsOf = async ({ listingId }: Listing): Promise<number> =>
    (await database.rawSql(`select place from listing_search where listing_id = '${listingId}'`)).length
})

const slugs = (listings: Listing[]): string[] => listings.map(({ slugName }) => slugName)

const searchable = ({ publisher, slugName, name, summary, tags, description }: Listing): string[] =>
  [`${publisher.handle}/${slugName}`, name, summary, ...tags, description].map((field) => field.toLowerCase())

const holdsParts = (text: readonly string[], parts: readonly string[]): boolean =>
  parts.length > 0 && parts.every((part) => text.some((field) => field.includes(part)))

function hasWords(text: readonly string[], words: readonly string[]): boolean {
  const has = text.flatMap(wordsOf)
  const begins = (word: string) => has.some((one) => one.startsWith(word))
  // One letter is too little to be the beginning of a word.
  const hasLast = (word: string) => has.includes(word) || (word.length > 1 && begins(word))
  return words.length > 0 && words.every((word, at) => (at === words.length - 1 ? hasLast(word) : has.includes(word)))
}

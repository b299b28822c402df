import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Listing } from "../../src/domain/listings/listing.ts"
import type { ListingFilter } from "../../src/domain/listings/store.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aListing, aPublisher } from "../support/records.ts"

const wildcards = String.raw`100% a_b c\d it's "q" !e [f] g*`

describe.each(engines)("search on $name", (engine) => {
  const [acme, other] = [aPublisher({ handle: "acme" }), aPublisher({ handle: "other" })]
  const plain = { tags: [], categories: [], name: "N", summary: "S", description: "" }
  const listings = {
    triage: aListing(acme, { ...plain, slugName: "triage", name: "Support TRIAGE", tags: ["crm"], updatedAtMs: 5 }),
    strange: aListing(acme, { ...plain, slugName: "strange", description: wildcards, updatedAtMs: 4 }),
    plainer: aListing(acme, { ...plain, slugName: "plainer", description: "100 axb cd its q e f g", updatedAtMs: 3 }),
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

  const search = (filter: Partial<ListingFilter>) =>
    database.store.read.listings.search({ words: [], ...filter }, { after: undefined, limit: 100 })

  it("finds every published listing without a filter, whole and newest first, and no other", async () => {
    expect(await search({})).toEqual(published)
  })

  it.each([
    [{ words: ["triage"] }, ["triage"]],
    [{ words: ["acme/str"] }, ["strange"]],
    [{ words: ["support", "crm"] }, ["triage"]],
    [{ words: ["support", "100"] }, []],
    [{ words: ["ärger", "ñandú", "日本", "🚀"] }, ["unicode"]],
    [{ words: ["crm"] }, ["triage", "labelled"]],
    [{ tag: "crm" }, ["triage", "labelled"]],
    [{ tag: "cr" }, []],
    [{ tag: "crm", category: "finance" }, ["labelled"]],
    [{ category: "finance" }, ["labelled"]],
    [{ handle: "other" }, ["unicode", "labelled"]],
    [{ assetKind: "spec_asset" as const }, ["labelled"]],
    [{ handle: "acme", assetKind: "spec_asset" as const }, []],
  ])("finds by %j exactly %j", async (filter, expected) => {
    expect(slugs(await search(filter))).toEqual(expected)
  })

  it.each(["100%", "a_b", String.raw`c\d`, "it's", '"q"', "!e", "[f]", "g*", "0% a_b c\\"])(
    "takes %s as it is written, not as a pattern",
    async (word) => {
      expect(slugs(await search({ words: [word] }))).toEqual(["strange"])
    },
  )

  it("does not find a word across two fields, nor a text that no one can have stored", async () => {
    expect(await search({ words: ["ns"] })).toEqual([])
    expect(await search({ words: ["\0"] })).toEqual([])
  })

  it("follows what an update changes in words, tags and status", async () => {
    const listing = aListing(acme, { ...plain, name: "Before", tags: ["before-tag"] })
    await database.store.transaction((tx) => tx.listings.insert(listing))
    const renamed = { ...listing, name: "After", tags: ["after-tag"], rowVersion: 2 }
    await database.store.transaction((tx) => tx.listings.update(renamed, 1))
    expect(await search({ words: ["before"] })).toEqual([])
    expect(await search({ tag: "before-tag" })).toEqual([])
    expect(await search({ words: ["after"], tag: "after-tag" })).toEqual([renamed])
    const draft = { ...renamed, status: "draft" as const, rowVersion: 3 }
    await database.store.transaction((tx) => tx.listings.update(draft, 2))
    expect(await search({ tag: "after-tag" })).toEqual([])
  })

  it("agrees with a plain substring test whatever the word", async () => {
    const word = fc.string({ unit: fc.constantFrom(...Array.from("%_\\!'\"abc01 äß語")), minLength: 1, maxLength: 4 })
    const texts = published.map((listing) => ({ listing, text: searchable(listing) }))
    await fc.assert(
      fc.asyncProperty(word, async (searched) => {
        const expected = texts.filter(({ text }) => text.some((field) => field.includes(searched)))
        expect(slugs(await search({ words: [searched] }))).toEqual(slugs(expected.map(({ listing }) => listing)))
      }),
      { numRuns: 200 },
    )
  })
})

const slugs = (found: Listing[]): string[] => found.map(({ slugName }) => slugName)

const searchable = ({ publisher, slugName, name, summary, tags, description }: Listing): string[] =>
  [`${publisher.handle}/${slugName}`, name, summary, ...tags, description].map((field) => field.toLowerCase())

import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Listing } from "../../src/domain/listings/listing.ts"
import type { ListingFilter } from "../../src/domain/listings/store.ts"
import { wordsOf } from "../../src/domain/listings/words.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aListing, aPublisher } from "../support/records.ts"

/** Words that are beginnings of others, from one that every listing has to one that a single listing has. */
const words = ["al", "alb", "alba", "be", "bea", "zz1"]
const listingsCount = 60

describe.each(engines)("the most popular matches on $name", (engine) => {
  const acme = aPublisher({ handle: "acme" })
  /** Newest last, so the most popular last. */
  const listings = Array.from({ length: listingsCount }, (_, at) => {
    const held = words.filter((_word, nth) => at % (nth + 1) === 0)
    // Very many words that begin with "y", a few more than can be merged that begin with "zz".
    const many = Array.from({ length: 300 }, (_word, nth) => `y${nth}`)
    const several = at % 7 === 0 ? [`zz${at}`, `zz${at + 1}`, `zz${at + 2}`] : []
    return aListing(acme, {
      slugName: `n${at}`,
      name: "N",
      summary: held.join(" "),
      description: [...many, ...several].join(" "),
      tags: at % 3 === 0 ? ["third"] : [],
      categories: [],
      assetKind: at % 2 === 0 ? "spec_asset" : "whs_agent",
      updatedAtMs: 1_000 - at,
    })
  })
  const byPopularity = listings.toReversed()

  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
    await database.store.transaction(async (tx) => {
      await tx.publishers.insert(acme)
      for (const listing of listings) await tx.listings.insert(listing)
    })
  })
  afterAll(() => database.drop())

  const found = async (wanted: { words?: string[]; parts?: string[] }, filter: ListingFilter, max: number) => {
    const groups = (wanted.words ?? []).map((word) => [word])
    const text = { words: groups, parts: wanted.parts ?? [], nameKey: "", slugStart: "" }
    const matches = await database.store.read.listings.match(text, filter, "recent", max)
    return matches.map(({ slug, key }) => ({ slug, key }))
  }

  const shown = (matches: readonly Listing[]) =>
    matches.map(({ slugName, updatedAtMs }) => ({ slug: `acme/${slugName}`, key: updatedAtMs }))

  it("are all that have the words whole, then those that have the last begun, however common each is", async () => {
    const word = fc.constantFrom(...words, "a", "y", "y1", "y299", "z", "zz", "zz14", "none")
    const filter = fc.constantFrom<ListingFilter>(
      {},
      { tag: "third" },
      { assetKinds: ["spec_asset"] },
      { assetKinds: ["spec_asset", "whs_agent"] },
      { tag: "third", assetKinds: ["whs_agent"] },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 3 }),
        filter,
        fc.integer({ min: 1, max: 70 }),
        async (asked, passing, max) => {
          const candidates = byPopularity.filter((listing) => passes(listing, passing))
          const whole = candidates.filter((listing) => hasWords(listing, asked, false)).slice(0, max)
          const begun = candidates.filter((listing) => hasWords(listing, asked, true)).slice(0, max)
          const expected = [...new Set([...whole, ...begun])].slice(0, max)
          expect(await found({ words: asked }, passing, max)).toEqual(shown(expected))
        },
      ),
      { numRuns: 300 },
    )
  })

  it("are among those that hold a part, and all of them where they are few", async () => {
    const holding = byPopularity.filter(({ summary }) => summary.includes("lba"))
    expect(await found({ parts: ["lba"] }, {}, 59)).toEqual(shown(holding))
    const few = await found({ parts: ["lba"] }, {}, holding.length - 1)
    expect(few).toHaveLength(holding.length - 1)
    expect(shown(holding)).toEqual(expect.arrayContaining(few))
    // Every listing holds this one.
    expect(await found({ parts: ["y29"] }, {}, 5)).toEqual(shown(byPopularity.slice(0, 5)))
    const third = byPopularity.filter((listing) => passes(listing, { tag: "third" }))
    expect(await found({ parts: ["y29"] }, { tag: "third" }, 5)).toEqual(shown(third.slice(0, 5)))
  })
})

const passes = ({ tags, assetKind }: Listing, { tag, assetKinds }: ListingFilter): boolean =>
  (tag === undefined || tags.includes(tag)) && (assetKinds === undefined || assetKinds.includes(assetKind))

function hasWords({ summary, description }: Listing, asked: readonly string[], isBegun: boolean): boolean {
  const has = new Set(wordsOf(`acme n ${summary} ${description}`))
  return asked.every((word, at) => {
    // One letter is too little to be the beginning of a word.
    const isStart = isBegun && at === asked.length - 1 && word.length > 1
    return has.has(word) || (isStart && [...has].some((one) => one.startsWith(word)))
  })
}

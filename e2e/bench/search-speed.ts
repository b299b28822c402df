import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Listing } from "../../packages/server/src/domain/listings/listing.ts"
import {
  type SearchContext,
  type SearchListings,
  searchListings,
} from "../../packages/server/src/domain/listings/search.ts"
import { sealCursor } from "../../packages/server/src/domain/paging/cursor.ts"
import { startPostgres } from "../../scripts/postgres.ts"
import { copyToPostgres, loadSqlite } from "../support/bulk-load.ts"
import { openSearch, publishedListing, publisherOf } from "../support/search-bench.ts"

const listingsCount = 100_000
const limit = 10
const rounds = 100

/**
 * What a search costs in process on both engines with 100,000 synthetic listings: the commonest words beside words that
 * few listings have, and pages deep in a list beside the first. Each round asks everything once, so that a slow minute
 * of the machine falls on all of it. Times are milliseconds of the best round, which is what the search itself costs on a
 * machine that others use too, and the ratios are made of them; median and p99 say what the others add.
 */
export async function run(): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-bench-"))
  const postgres = await startPostgres()
  try {
    const listings = synthesize()
    const file = join(folder, "registry.db")
    await loadSqlite(file, listings)
    await copyToPostgres(file, postgres.url)
    return { ...(await measure("SQLite", file, listings)), ...(await measure("PostgreSQL", postgres.url, listings)) }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true })
  }
}

type Query = Omit<SearchListings, "limit">

async function measure(name: string, url: string, listings: readonly Listing[]): Promise<Record<string, number>> {
  const context = await openSearch(url)
  try {
    const times = await timesOf(context, await queriesOf(context, listings))
    return Object.fromEntries(Object.entries(figuresOf(times)).map(([label, figure]) => [`${name}, ${label}`, figure]))
  } finally {
    await context.store.close()
  }
}

/** Every listing has the commonest word, one in 20 the middling one. */
async function queriesOf(context: SearchContext, listings: readonly Listing[]): Promise<Record<string, Query>> {
  return {
    "word of 3 listings": { q: "rareword" },
    "word of 30 listings": { q: "scarceword" },
    "middling word": { q: "middlingword" },
    "commonest word": { q: "agent" },
    "commonest word, page 2": { q: "agent", cursor: await cursorOfPage(context, { q: "agent" }, 2) },
    "commonest word, page 50": { q: "agent", cursor: await cursorOfPage(context, { q: "agent" }, 50) },
    "commonest word, newest first": { q: "agent", sort: "recent" },
    "commonest word with a rare tag": { q: "agent", tag: "scarce" },
    "two common words": { q: "agent support" },
    "a common and a middling word": { q: "agent middlingword" },
    "middling word of one kind": { q: "middlingword", kind: "spec_asset" },
    "beginning of two letters": { q: "ag" },
    "beginning of very many words": { q: "ba" },
    "beginning of five letters": { q: "suppo" },
    "beginning of a middling word": { q: "middlingw" },
    "part of a common word": { q: "gen" },
    "part of a middling word": { q: "iddlin" },
    "typing error, with suggestions": { q: "scraceword" },
    "no words": {},
    "no words, by popularity": { sort: "popular" },
    "no words, by name": { sort: "name" },
    "no words, page 2": { sort: "recent", cursor: cursorAfter(context, listings, limit) },
    "no words, page 10,000": { sort: "recent", cursor: cursorAfter(context, listings, 9_999 * limit) },
  }
}

/** Milliseconds of each query, round by round. */
type Times = ReadonlyMap<string, readonly number[]>

async function timesOf(context: SearchContext, queries: Record<string, Query>): Promise<Times> {
  const times = new Map(Object.keys(queries).map((label) => [label, [] as number[]]))
  const warmUp = 10
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const [label, query] of Object.entries(queries)) {
      const startMs = performance.now()
      await searchListings(context, { ...query, limit })
      const ms = performance.now() - startMs
      if (round >= warmUp) times.get(label)?.push(ms)
    }
  }
  return times
}

function figuresOf(times: Times): Record<string, number> {
  const ms = (label: string, part = 0) => quantile(times.get(label) ?? [], part)
  const few = "word of 30 listings"
  const common = ["middling word", "commonest word", "commonest word, newest first", "part of a common word"]
  const compared = ["word of 3 listings", few, ...common]
  return {
    ...Object.fromEntries(common.map((label) => [`${label} ÷ ${few}`, ms(label) / ms(few)])),
    ...Object.fromEntries(common.map((label) => [`${label} ÷ ${few}, medians`, ms(label, 0.5) / ms(few, 0.5)])),
    "commonest word ÷ word of 3 listings": ms("commonest word") / ms("word of 3 listings"),
    "commonest word, page 50 ÷ page 1": ms("commonest word, page 50") / ms("commonest word"),
    "page 10,000 ÷ page 2": ms("no words, page 10,000") / ms("no words, page 2"),
    ...Object.fromEntries([...times.keys()].map((label) => [`ms, ${label}`, ms(label)])),
    ...Object.fromEntries(compared.map((label) => [`ms at the median, ${label}`, ms(label, 0.5)])),
    ...Object.fromEntries(compared.map((label) => [`ms at p99, ${label}`, ms(label, 0.99)])),
  }
}

/** Walks to a page of a search. */
async function cursorOfPage(context: SearchContext, query: Query, page: number): Promise<string> {
  let cursor: string | undefined
  for (let at = 1; at < page; at++) {
    cursor = (await searchListings(context, { ...query, cursor, limit })).page.nextCursor ?? undefined
  }
  if (cursor === undefined) throw new Error(`There is no page ${page}.`)
  return cursor
}

function cursorAfter(context: SearchContext, listings: readonly Listing[], position: number): string {
  const { updatedAtMs, listingId } = listings[listings.length - position] ?? { updatedAtMs: 0, listingId: "" }
  const text = { words: [], parts: [], nameKey: "", slugStart: "" }
  return sealCursor(context, { list: "listings", filter: { text, sort: "recent" } }, [updatedAtMs, listingId])
}

const quantile = (figures: readonly number[], part: number): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length * part)] ?? Number.NaN

/** Every listing has the commonest word; the others grow rarer along the list, as words do. */
function synthesize(): Listing[] {
  const random = randomFrom(1)
  const words = Array.from({ length: 5_000 }, (_, rank) => syllables(random, 2 + (rank % 3)))
  const common = ["agent", "support", "tickets", "workflow", "data", "server", "tool", "search"]
  // The hundredth word is one that about every twentieth listing has.
  const vocabulary = [...common, ...words.slice(0, 91), "middlingword", ...words.slice(91)]
  const word = () => vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? "agent"
  const sentence = (length: number) => Array.from({ length }, word).join(" ")
  const publishers = Array.from({ length: 1_000 }, (_, at) => publisherOf(`publisher-${at}`))
  return Array.from({ length: listingsCount }, (_, at) => {
    const publisher = publishers[at % publishers.length] ?? publisherOf("nobody")
    const scarce = at % Math.floor(listingsCount / 30) === 7 ? " scarceword" : ""
    const rare = at % Math.floor(listingsCount / 3) === 11 ? " rareword" : ""
    const content = {
      assetKind: at % 3 === 0 ? ("spec_asset" as const) : ("whs_agent" as const),
      name: sentence(2),
      summary: `agent ${sentence(10)}${scarce}${rare}`,
      description: sentence(30),
      tags: [`tag-${Math.floor(200 * random())}`, ...(scarce === "" ? [] : ["scarce"])],
      categories: ["productivity" as const],
      docsUrl: null,
      repoUrl: null,
    }
    return publishedListing(publisher, `${content.name.replaceAll(" ", "-").slice(0, 40)}-${at}`, content, 1_000 + at)
  })
}

const syllables = (random: () => number, count: number): string =>
  Array.from({ length: count }, () => letter(random, "bcdfghklmnprstvwz") + letter(random, "aeiou")).join("")

const letter = (random: () => number, letters: string): string => letters[Math.floor(letters.length * random())] ?? ""

/** Numbers from 0 to 1, the same in every run; five million of them, so a generator and not a hash. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

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
import { load, openSearch, publishedListing, publisherOf, seededRandom } from "../support/search-bench.ts"

const listingsCount = 100_000
const limit = 10
const rounds = 30

/**
 * What a search costs in process, SQLite, 100,000 synthetic listings: the commonest words beside words that few
 * listings have, and a page 10,000 pages deep beside the first. Medians in milliseconds.
 */
export async function run(): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-bench-"))
  const context = await openSearch(join(folder, "registry.db"))
  try {
    const startMs = performance.now()
    const listings = synthesize()
    await load(context.store, listings)
    const loadMs = performance.now() - startMs
    return { ...(await measure(context, listings)), "listings loaded per second": (listingsCount / loadMs) * 1_000 }
  } finally {
    await context.store.close()
    await rm(folder, { recursive: true })
  }
}

async function measure(context: SearchContext, listings: readonly Listing[]): Promise<Record<string, number>> {
  const timed = (query: Omit<SearchListings, "limit">) => medianMs(context, { ...query, limit })
  const rare = await timed({ q: "rareword" })
  const page = await timed({ q: "scarceword" })
  const commonest = await timed({ q: "agent" })
  const first = await timed({ sort: "recent", cursor: cursorAfter(context, listings, limit) })
  const deep = await timed({ sort: "recent", cursor: cursorAfter(context, listings, 9_999 * limit) })
  return {
    "commonest word ÷ word of 30 listings": commonest / page,
    "commonest word ÷ word of 3 listings": commonest / rare,
    "page 10,000 ÷ page 2": deep / first,
    "ms, word of 3 listings": rare,
    "ms, word of 30 listings": page,
    "ms, commonest word (every listing)": commonest,
    "ms, two common words": await timed({ q: "agent support" }),
    "ms, beginning of two letters": await timed({ q: "ag" }),
    "ms, beginning of five letters": await timed({ q: "suppo" }),
    "ms, part of a common word": await timed({ q: "gen" }),
    "ms, commonest word with a rare tag": await timed({ q: "agent", tag: "scarce" }),
    "ms, typing error": await timed({ q: "scraceword" }),
    "ms, first page without words": await timed({}),
    "ms, first page by popularity": await timed({ sort: "popular" }),
    "ms, first page by name": await timed({ sort: "name" }),
    "ms, page 2 without words": first,
    "ms, page 10,000 without words": deep,
  }
}

function cursorAfter(context: SearchContext, listings: readonly Listing[], position: number): string {
  const { updatedAtMs, listingId } = listings[listings.length - position] ?? { updatedAtMs: 0, listingId: "" }
  const text = { words: [], parts: [], nameKey: "", slugStart: "" }
  return sealCursor(context, { list: "listings", filter: { text, sort: "recent" } }, [updatedAtMs, listingId])
}

async function medianMs(context: SearchContext, query: SearchListings): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds + 5; round++) {
    const startMs = performance.now()
    await searchListings(context, query)
    times.push(performance.now() - startMs)
  }
  // The first rounds warm up.
  return times.slice(5).toSorted((a, b) => a - b)[rounds / 2] ?? Number.NaN
}

/** Every listing has the commonest word; the others grow rarer along the list, as words do. */
function synthesize(): Listing[] {
  const random = seededRandom("search-speed")
  const words = Array.from({ length: 5_000 }, (_, rank) => syllables(random, 2 + (rank % 3)))
  const common = ["agent", "support", "tickets", "workflow", "data", "server", "tool", "search"]
  const vocabulary = [...common, ...words]
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

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import MiniSearch from "minisearch"
import type { Listing } from "../../packages/server/src/domain/listings/listing.ts"
import { type SearchContext, searchListings } from "../../packages/server/src/domain/listings/search.ts"
import { startPostgres } from "../../scripts/postgres.ts"
import { catalogListings, load, openSearch, seededRandom } from "../support/search-bench.ts"

const shown = 20

/** What somebody types who knows which listing they look for. */
interface KnownItem {
  readonly kind:
    | "three words of the summary"
    | "beginning of the name"
    | "part of the name"
    | "name with two letters swapped"
  readonly q: string
  readonly listingId: string
}

/** The ids a search shows, best first. */
type Search = (q: string) => Promise<string[]> | string[]

/**
 * How far up the listing stands that somebody is looking for: the mean of 1 ÷ its rank among the first 20, 0 where it
 * is not among them, through the real search on both engines beside MiniSearch on the same 391 real entries.
 */
export async function run(): Promise<Record<string, number>> {
  const listings = await catalogListings()
  const items = listings.flatMap((listing) => knownItems(listing))
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-bench-"))
  const postgres = await startPostgres()
  try {
    const searches: Record<string, Search> = { MiniSearch: miniSearch(listings) }
    const stores = []
    for (const [name, url] of [
      ["SQLite", join(folder, "registry.db")],
      ["PostgreSQL", postgres.url],
    ] as const) {
      const context = await openSearch(url)
      stores.push(context.store)
      await load(context.store, listings)
      searches[name] = registrySearch(context)
    }
    const figures = await measure(items, searches)
    for (const store of stores) await store.close()
    return figures
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true })
  }
}

async function measure(items: readonly KnownItem[], searches: Record<string, Search>): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  for (const kind of new Set(items.map((item) => item.kind))) {
    const ofKind = items.filter((item) => item.kind === kind)
    for (const [name, search] of Object.entries(searches)) {
      let sum = 0
      for (const { q, listingId } of ofKind) {
        const rank = (await search(q)).indexOf(listingId)
        sum += rank < 0 ? 0 : 1 / (rank + 1)
      }
      figures[`${kind}, ${name}`] = sum / ofKind.length
    }
    const floor = figures[`${kind}, MiniSearch`] ?? Number.NaN
    figures[`${kind}, SQLite ÷ MiniSearch`] = (figures[`${kind}, SQLite`] ?? 0) / floor
  }
  return figures
}

/** What a page shows: the listings found, or, where there are none, those the searcher may have meant. */
const registrySearch =
  (context: SearchContext): Search =>
  async (q) => {
    const { data, suggestions } = await searchListings(context, { q, limit: shown })
    return [...data, ...(suggestions?.listings ?? [])].map(({ listingId }) => listingId)
  }

/** With prefixes, typing errors and more weight on names, as its documentation advises. */
function miniSearch(listings: readonly Listing[]): Search {
  const index = new MiniSearch({
    idField: "listingId",
    fields: ["slug", "name", "publisher", "tags", "summary", "description"],
    searchOptions: { prefix: true, fuzzy: 0.2, boost: { slug: 4, name: 4, tags: 2, summary: 2 } },
  })
  index.addAll(
    listings.map(({ listingId, slugName, name, publisher, tags, summary, description }) => ({
      listingId,
      slug: slugName,
      name,
      publisher: publisher.handle,
      tags: tags.join(" "),
      summary,
      description,
    })),
  )
  return (q) =>
    index
      .search(q)
      .slice(0, shown)
      .map(({ id }) => String(id))
}

function knownItems({ listingId, slugName, publisher, summary }: Listing): KnownItem[] {
  const random = seededRandom(`${publisher.handle}/${slugName}`)
  const upTo = (max: number) => Math.floor(random() * max)
  const items: KnownItem[] = []
  const words = [...new Set(summary.match(/[\p{L}\p{N}]+/gu))]
  if (words.length >= 3) {
    const chosen = new Set<number>()
    while (chosen.size < 3) chosen.add(upTo(words.length))
    const q = [...chosen]
      .toSorted((a, b) => a - b)
      .map((at) => words[at])
      .join(" ")
    items.push({ kind: "three words of the summary", q, listingId })
  }
  const { length } = slugName
  if (length > 5) {
    items.push({ kind: "beginning of the name", q: slugName.slice(0, 4 + upTo(length - 4)), listingId })
    const from = 1 + upTo(length - 5)
    items.push({ kind: "part of the name", q: slugName.slice(from, from + 4 + upTo(length - from - 4)), listingId })
  }
  const swaps = Array.from({ length: length - 1 }, (_, at) => at).filter((at) => slugName[at] !== slugName[at + 1])
  const at = swaps[upTo(swaps.length)] ?? 0
  const swapped = `${slugName.slice(0, at)}${slugName[at + 1]}${slugName[at]}${slugName.slice(at + 2)}`
  items.push({ kind: "name with two letters swapped", q: swapped, listingId })
  return items
}

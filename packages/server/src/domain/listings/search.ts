import { type AssetKind, limits, type ListingSort, type Page } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../context.ts"
import { openCursor, type PagedList, type PageRequest, sealCursor } from "../paging/cursor.ts"
import { type Facets, facetsOf } from "./facets.ts"
import type { Listing } from "./listing.ts"
import { scoreOf } from "./rank.ts"
import type { ListingFilter, ListingOrder, ListingSeek, Match } from "./store.ts"
import { suggest, type Suggestions } from "./suggest.ts"
import { type SearchText, searchTextOf, wordsOf } from "./words.ts"

/** All that a search needs. */
export type SearchContext = Pick<AppContext, "store" | "secrets">

export interface SearchListings extends PageRequest {
  readonly q?: string | undefined
  readonly sort?: ListingSort | undefined
  readonly kind?: AssetKind | undefined
  readonly target?: string | undefined
  readonly publisher?: string | undefined
  readonly tag?: string | undefined
  readonly category?: string | undefined
}

export interface SearchPage extends Page<Listing> {
  /** With the first page alone. */
  readonly facets: Facets | null
  /** Where nothing matches. */
  readonly suggestions: Suggestions | null
}

/**
 * Flow A: published listings that pass the filter and match every word.
 * @throws Refusal CURSOR_INVALID.
 */
export async function searchListings(context: SearchContext, query: SearchListings): Promise<SearchPage> {
  const text = searchTextOf(query.q ?? "")
  const sort = query.sort ?? (text.parts.length > 0 ? "relevance" : "recent")
  const { kind, target, publisher, tag, category } = query
  const list = text.parts.length > 0 ? "matches" : "listings"
  const of = { list, filter: { text: { ...text }, sort, kind, target, publisher, tag, category } }
  const after = query.cursor === undefined ? undefined : openCursor(context, of, query.cursor)
  const filter: ListingFilter = { assetKinds: await kindsOf(context, query), handle: publisher, tag, category }
  const search = { of, text, sort, filter, after, limit: query.limit }
  return text.parts.length === 0 ? await browse(context, search) : await find(context, search)
}

interface Search {
  readonly of: PagedList
  readonly text: SearchText
  readonly sort: ListingSort
  readonly filter: ListingFilter
  /** What the cursor holds. */
  readonly after: unknown
  readonly limit: number
}

const key = z.union([z.number(), z.string()])
const seek = z.tuple([key, z.string()])
const rating = z.tuple([key, z.number()])

/** The kinds that pass both filters; an unknown target takes none. */
async function kindsOf(context: SearchContext, { kind, target }: SearchListings): Promise<AssetKind[] | undefined> {
  if (target === undefined) return kind === undefined ? undefined : [kind]
  const known = await context.store.read.targets.findByName(target)
  if (known === undefined || known.disabledAtMs !== null) return []
  return known.assetKinds.filter((taken) => kind === undefined || kind === taken)
}

/** Without words every order is an index, and a page anywhere in it costs the same. */
async function browse(context: SearchContext, { of, sort, filter, limit, ...search }: Search): Promise<SearchPage> {
  const order = sort === "relevance" ? "recent" : sort
  const after = search.after === undefined ? undefined : seekIn(search.after)
  const isEmpty = filter.assetKinds?.length === 0
  const { listings } = context.store.read
  const rows = isEmpty ? [] : await listings.listPublished(filter, order, { after, limit: limit + 1 })
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  const more = rows.length > limit && last !== undefined
  const counted = limits.searchMatchesMax
  return {
    data,
    page: { nextCursor: more ? sealCursor(context, of, [keyOf(last, order), last.listingId]) : null },
    facets: after === undefined ? facetsOf(isEmpty ? [] : await listings.labels(filter, counted), counted) : null,
    suggestions: null,
  }
}

function seekIn(cursor: unknown): ListingSeek {
  const [after, id] = seek.parse(cursor)
  return { key: after, id }
}

const keyOf = (listing: Listing, order: ListingOrder): number | string => {
  if (order === "recent") return listing.updatedAtMs
  return order === "popular" ? listing.installs : wordsOf(listing.name).join("-")
}

/** With words the order is one among a bounded number of matches, so that no word is too common to be searched for. */
async function find(context: SearchContext, search: Search): Promise<SearchPage> {
  const { of, text, sort, filter, limit } = search
  const after = search.after === undefined ? undefined : ratedIn(search.after)
  const max = limits.searchMatchesMax
  const words = text.words.map((word) => [word])
  const order = sort === "relevance" ? "name" : sort
  const isEmpty = filter.assetKinds?.length === 0
  const { listings } = context.store.read
  const matches = isEmpty ? [] : await listings.match({ ...text, words }, filter, order, max)
  const first = firstOf(rated(matches, text, sort), sort, { after, limit: limit + 1 })
  const shown = first.slice(0, limit)
  const last = shown.at(-1)
  const more = first.length > limit && last !== undefined
  return {
    data: await listings.findAt(shown.map(({ place }) => place)),
    page: { nextCursor: more ? sealCursor(context, of, [last.key, last.place]) : null },
    facets: after === undefined ? facetsOf(matches, max) : null,
    suggestions: matches.length === 0 && !isEmpty ? await suggest(context, text, filter) : null,
  }
}

/** A match with its key in the order asked for. Places break ties. */
interface Rated {
  readonly key: number | string
  readonly place: number
}

function ratedIn(cursor: unknown): Rated {
  const [after, place] = rating.parse(cursor)
  return { key: after, place }
}

const rated = (matches: readonly Match[], text: SearchText, sort: ListingSort): Rated[] =>
  matches.map((match) => ({ key: sort === "relevance" ? scoreOf(text, match) : match.key, place: match.place }))

/** The first so many after another, in order. One page of a thousand is shown, so the others stay without an order. */
function firstOf(
  matches: readonly Rated[],
  sort: ListingSort,
  { after, limit }: { readonly after: Rated | undefined; readonly limit: number },
): Rated[] {
  const first: Rated[] = []
  const isBefore = (one: Rated, other: Rated | undefined) => other === undefined || compare(sort, one, other) < 0
  for (const one of matches) {
    if (after !== undefined && !isBefore(after, one)) continue
    if (!isBefore(one, first[limit - 1])) continue
    let at = first.length
    while (at > 0 && isBefore(one, first[at - 1])) at--
    first.splice(at, 0, one)
    if (first.length > limit) first.pop()
  }
  return first
}

/** Names go up, everything else goes down; of equals the more popular goes before. */
function compare(sort: ListingSort, one: Rated, other: Rated): number {
  if (one.key === other.key) return one.place - other.place
  return one.key < other.key === (sort === "name") ? -1 : 1
}

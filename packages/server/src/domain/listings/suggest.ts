import { limits } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { Listing } from "./listing.ts"
import type { ListingFilter, Match } from "./store.ts"
import { editsBetween, isCorrectable } from "./typo.ts"
import type { SearchText } from "./words.ts"

/** What the searcher may have meant. */
export interface Suggestions {
  /** The query with its words corrected, if that finds anything. */
  readonly q: string | null
  /** Listings it may have been the name of, the nearest first. */
  readonly listings: readonly Listing[]
}

/** Queries of more words are no name with a typing error. */
const wordsMax = 6
const correctionsMax = 8
const candidatesMax = 300

/** Looks for listings whose words are those of the query but for one typing error in each. */
export async function suggest(
  context: Pick<AppContext, "store">,
  query: SearchText,
  filter: ListingFilter,
): Promise<Suggestions> {
  const nothing = { q: null, listings: [] }
  if (query.words.length === 0 || query.words.length > wordsMax) return nothing
  const neighbours = await context.store.read.listings.neighbours(query.words)
  const corrected = query.words.map((word, at) => correctionsOf(word, neighbours[at] ?? []))
  // Of several words one that nothing is like may be passed over; the others still tell.
  const words = corrected.filter((choices) => choices.length > 0)
  if (words.length === 0) return nothing
  const wanted = { words, parts: [], nameKey: "", slugStart: "" }
  const matches = await context.store.read.listings.match(wanted, filter, "name", candidatesMax)
  const nearest = matches
    .map((match) => ({ match, edits: editsFrom(query.nameKey, match) }))
    .toSorted((one, other) => one.edits - other.edits || one.match.place - other.match.place)
    .slice(0, limits.searchSuggestionsMax)
  if (nearest.length === 0) return nothing
  const listings = await context.store.read.listings.findAt(nearest.map(({ match }) => match.place))
  return { q: words.map(([first]) => first).join(" "), listings }
}

/** The word itself first, if anybody uses it. One too short to correct stays as it is: the beginning of a word, perhaps. */
function correctionsOf(word: string, neighbours: readonly string[]): string[] {
  if (!isCorrectable(word)) return [word]
  return neighbours
    .map((neighbour) => ({ neighbour, edits: editsBetween(word, neighbour) }))
    .filter(({ edits }) => edits <= 1)
    .toSorted((one, other) => one.edits - other.edits || (one.neighbour < other.neighbour ? -1 : 1))
    .slice(0, correctionsMax)
    .map(({ neighbour }) => neighbour)
}

const editsFrom = (nameKey: string, { slug, titleKey }: Match): number =>
  Math.min(editsBetween(nameKey, slug.slice(slug.indexOf("/") + 1)), editsBetween(nameKey, titleKey))

import * as z from "zod"
import { categories } from "./categories.ts"
import { limits } from "./limits.ts"
import { assetKinds, listingCard, tag } from "./listings.ts"
import { pageOf, pageQuery } from "./page.ts"
import { handle } from "./slug.ts"
import { targetName } from "./targets.ts"

/** Orders of a search; `recent` is newest change first, `popular` most installs first. */
export const listingSorts = ["relevance", "recent", "popular", "name"] as const
export type ListingSort = (typeof listingSorts)[number]

/**
 * Query of `GET /v1/listings`: words, filters, an order and a page. Without a `sort` it is `relevance` where there are
 * words and `recent` otherwise. `target` keeps the listings whose kind that registered target takes.
 */
export const searchListingsQuery = z.strictObject({
  q: z.string().max(limits.searchQueryLengthMax).optional(),
  sort: z.enum(listingSorts).optional(),
  kind: z.enum(assetKinds).optional(),
  target: targetName.optional(),
  publisher: handle.optional(),
  tag: tag.optional(),
  category: z.enum(categories).optional(),
  ...pageQuery,
})
export type SearchListingsQuery = z.input<typeof searchListingsQuery>

const facet = z.array(z.object({ value: z.string(), count: z.int().positive() }))

/** How many matches have each value, the commonest first, at most 20 values of each. */
export const searchFacets = z.object({
  kind: facet,
  category: facet,
  tag: facet,
  atLeast: z.boolean().describe("There are more matches than were counted."),
})
export type SearchFacets = z.infer<typeof searchFacets>

/** What the searcher may have meant. */
export const searchSuggestions = z.object({
  q: z.string().nullable().describe("The query with its typing errors corrected, if that finds anything."),
  listings: z
    .array(z.object({ slug: z.string(), name: z.string() }))
    .describe("Listings it may have been the name of, the nearest first."),
})
export type SearchSuggestions = z.infer<typeof searchSuggestions>

/** Reply of `GET /v1/listings`: facets come with the first page alone, suggestions where nothing matches. */
export const listingSearchPage = pageOf(listingCard).extend({
  facets: searchFacets.nullable(),
  suggestions: searchSuggestions.nullable(),
})
export type ListingSearchPage = z.infer<typeof listingSearchPage>

import * as z from "zod"
import { listingCard } from "./listings.ts"
import { pageOf } from "./page.ts"

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

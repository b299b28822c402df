import type * as wire from "@fleetprompt/sdk/contracts"
import type { Facet } from "../../domain/listings/facets.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import type { SearchPage } from "../../domain/listings/search.ts"
import { listingCard } from "./listing.ts"

/** A page of what a search found. */
export const searchPage = ({ data, page, facets, suggestions }: SearchPage): wire.ListingSearchPage => ({
  data: data.map(listingCard),
  page,
  facets: facets && {
    kind: facets.kind.map(counted),
    category: facets.category.map(counted),
    tag: facets.tag.map(counted),
    atLeast: facets.atLeast,
  },
  suggestions: suggestions && {
    q: suggestions.q,
    listings: suggestions.listings.map((listing) => ({ slug: slugOf(listing), name: listing.name })),
  },
})

const counted = ({ value, count }: Facet) => ({ value, count })

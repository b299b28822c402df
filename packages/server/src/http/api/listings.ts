import { idOf, pageQuery, searchListingsQuery } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { getListing } from "../../domain/listings/get.ts"
import { listMyListings } from "../../domain/listings/list-mine.ts"
import { searchListings } from "../../domain/listings/search.ts"
import { anyone, user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { fullListing, listingCard, listingEtag } from "../shapes/listing.ts"
import { listingPath, slugParams } from "./paths.ts"

/** Listings for those who read. */
export const listingRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/listings",
    access: anyone,
    query: searchListingsQuery,
    async handle({ query }) {
      const { data, page } = await searchListings(context, query)
      return ok({ data: data.map(listingCard), page })
    },
  }),
  route({
    method: "GET",
    path: "/v1/me/listings",
    access: user("listing:read"),
    query: z.strictObject(pageQuery),
    async handle({ caller, query }) {
      const { data, page } = await listMyListings(context, caller, query)
      return ok({ data: data.map(listingCard), page })
    },
  }),
  route({
    method: "GET",
    path: "/v1/listings/:listingId",
    access: anyone,
    params: z.object({ listingId: idOf("listing") }),
    async handle({ caller, params }) {
      const listing = await getListing(context, caller, params)
      return ok(fullListing(listing), listingEtag(listing))
    },
  }),
  route({
    method: "GET",
    path: listingPath,
    access: anyone,
    params: slugParams,
    async handle({ caller, params: { slug } }) {
      const listing = await getListing(context, caller, { slug })
      return ok(fullListing(listing), listingEtag(listing))
    },
  }),
]

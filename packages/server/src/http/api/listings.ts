import {
  idOf,
  pageQuery,
  searchListingsQuery,
  listing as listingReply,
  listingPage,
  listingSearchPage,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { getListing } from "../../domain/listings/get.ts"
import { listMyListings } from "../../domain/listings/list-mine.ts"
import { searchListings } from "../../domain/listings/search.ts"
import { anyone, user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { fullListing, listingCard, listingEtag } from "../shapes/listing.ts"
import { searchPage } from "../shapes/search.ts"
import { listingPath, slugParams } from "./paths.ts"

/** Listings for those who read. */
export const listingRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/listings",
    name: "listings.search",
    summary: "Search published listings",
    replies: { 200: listingSearchPage },
    access: anyone,
    limit: "search",
    query: searchListingsQuery,
    async handle({ query }) {
      return ok(searchPage(await searchListings(context, query)))
    },
  }),
  route({
    method: "GET",
    path: "/v1/me/listings",
    name: "listings.mine",
    summary: "List the listings of your publishers",
    replies: { 200: listingPage },
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
    name: "listings.getById",
    summary: "Read a listing by its id",
    replies: { 200: listingReply },
    hasEtag: true,
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
    name: "listings.get",
    summary: "Read a listing",
    replies: { 200: listingReply },
    hasEtag: true,
    access: anyone,
    params: slugParams,
    async handle({ caller, params: { slug } }) {
      const listing = await getListing(context, caller, { slug })
      return ok(fullListing(listing), listingEtag(listing))
    },
  }),
]

import {
  type GetListingQuery,
  getListingQuery,
  idOf,
  pageQuery,
  searchListingsQuery,
  listing as listingReply,
  listingPage,
  listingSearchPage,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { getListing, type ListingAddress } from "../../domain/listings/get.ts"
import { listMyListings } from "../../domain/listings/list-mine.ts"
import { searchListings } from "../../domain/listings/search.ts"
import { mayCountView } from "../../domain/metrics/may-count-view.ts"
import type { Publishing } from "../../domain/trusted-publishing/may.ts"
import { anyone, anyoneOrRun, user } from "../access.ts"
import { ok, type Reply } from "../reply.ts"
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
    query: getListingQuery,
    handle: ({ caller, params, query }) => replyCounted(context, caller, params, query),
  }),
  route({
    method: "GET",
    path: listingPath,
    name: "listings.get",
    summary: "Read a listing",
    replies: { 200: listingReply },
    hasEtag: true,
    access: anyoneOrRun,
    params: slugParams,
    query: getListingQuery,
    handle: ({ caller, params, query }) => replyCounted(context, caller, params, query),
  }),
]

/** A listing in full, counted as a view once it goes out. */
async function replyCounted(
  context: AppContext,
  reader: Publishing | undefined,
  address: ListingAddress,
  { from }: GetListingQuery,
): Promise<Reply> {
  const listing = await getListing(context, reader, address)
  const reply = ok(fullListing(listing), listingEtag(listing))
  if (!(await mayCountView(context, reader, listing))) return reply
  return { ...reply, onSent: () => context.viewCounts.note(listing.listingId, from === "search") }
}

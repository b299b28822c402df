import {
  createListingRequest,
  idOf,
  pageQuery,
  searchListingsQuery,
  setListingStatusRequest,
  updateListingRequest,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { createListing } from "../../domain/listings/create.ts"
import { getListing } from "../../domain/listings/get.ts"
import { listMyListings } from "../../domain/listings/list-mine.ts"
import type { Listing } from "../../domain/listings/listing.ts"
import { searchListings } from "../../domain/listings/search.ts"
import { setListingStatus } from "../../domain/listings/set-status.ts"
import { updateListing } from "../../domain/listings/update.ts"
import { anyone, user } from "../access.ts"
import { etagOf, expectedRowVersion } from "../etag.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { fullListing, listingCard } from "../shapes/listing.ts"
import { listingPath, slugParams } from "./paths.ts"

const withEtag = (listing: Listing) => ({ etag: etagOf("lst", listing.rowVersion) })

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
    method: "POST",
    path: "/v1/listings",
    access: user("listing:write"),
    body: createListingRequest,
    async handle({ caller, requestId, body: { slug, assetKind, ...content }, claim }) {
      const command = { caller, requestId, claim: claim(caller.user.userId), slug, assetKind, content }
      const { result, replayed } = await createListing(context, command)
      return created(fullListing(result), { ...withEtag(result), replayed, location: `/v1/listings/${slug}` })
    },
  }),
  route({
    method: "GET",
    path: "/v1/listings/:listingId",
    access: anyone,
    params: z.object({ listingId: idOf("listing") }),
    async handle({ caller, params }) {
      const listing = await getListing(context, caller, params)
      return ok(fullListing(listing), withEtag(listing))
    },
  }),
  route({
    method: "GET",
    path: listingPath,
    access: anyone,
    params: slugParams,
    async handle({ caller, params: { slug } }) {
      const listing = await getListing(context, caller, { slug })
      return ok(fullListing(listing), withEtag(listing))
    },
  }),
  route({
    method: "PATCH",
    path: listingPath,
    access: user("listing:write"),
    params: slugParams,
    body: updateListingRequest,
    async handle({ caller, requestId, params: { slug }, body: patch, header }) {
      const ifMatch = expectedRowVersion(header("if-match"), "lst")
      const listing = await updateListing(context, { caller, requestId, slug, patch, expectedRowVersion: ifMatch })
      return ok(fullListing(listing), withEtag(listing))
    },
  }),
  route({
    method: "PUT",
    path: `${listingPath}/status`,
    access: user("listing:write"),
    params: slugParams,
    body: setListingStatusRequest,
    async handle({ caller, requestId, params: { slug }, body: { status } }) {
      const listing = await setListingStatus(context, { caller, requestId, slug, status })
      return ok(fullListing(listing), withEtag(listing))
    },
  }),
]

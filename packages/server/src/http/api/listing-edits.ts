import {
  createListingRequest,
  setListingStatusRequest,
  updateListingRequest,
  listing as listingReply,
} from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { createListing } from "../../domain/listings/create.ts"
import { setListingStatus } from "../../domain/listings/set-status.ts"
import { updateListing } from "../../domain/listings/update.ts"
import { callerId, userOrRun } from "../access.ts"
import { expectedRowVersion } from "../etag.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { fullListing, listingEtag } from "../shapes/listing.ts"
import { listingPath, slugParams } from "./paths.ts"

/** Listings for the members of their publishers. */
export const listingEditRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/listings",
    name: "listings.create",
    summary: "Create a draft listing",
    replies: { 201: listingReply },
    keyed: "required",
    access: userOrRun("listing:write"),
    body: createListingRequest,
    async handle({ caller, requestId, body: { slug, assetKind, ...content }, claim }) {
      const command = { caller, requestId, claim: claim(callerId(caller)), slug, assetKind, content }
      const { result, replayed } = await createListing(context, command)
      return created(fullListing(result), { ...listingEtag(result), replayed, location: `/v1/listings/${slug}` })
    },
  }),
  route({
    method: "PATCH",
    path: listingPath,
    name: "listings.update",
    summary: "Change the words of a listing",
    replies: { 200: listingReply },
    hasEtag: true,
    access: userOrRun("listing:write"),
    params: slugParams,
    body: updateListingRequest,
    async handle({ caller, requestId, params: { slug }, body: patch, header }) {
      const ifMatch = expectedRowVersion(header("if-match"), "lst")
      const listing = await updateListing(context, { caller, requestId, slug, patch, expectedRowVersion: ifMatch })
      return ok(fullListing(listing), listingEtag(listing))
    },
  }),
  route({
    method: "PUT",
    path: `${listingPath}/status`,
    name: "listings.setStatus",
    summary: "Publish, unlist or withdraw a listing",
    replies: { 200: listingReply },
    access: userOrRun("listing:write"),
    params: slugParams,
    body: setListingStatusRequest,
    async handle({ caller, requestId, params: { slug }, body: { status } }) {
      const listing = await setListingStatus(context, { caller, requestId, slug, status })
      return ok(fullListing(listing), listingEtag(listing))
    },
  }),
]

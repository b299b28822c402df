import {
  type DeletedListing,
  deprecateListingRequest,
  transferListingRequest,
  deletedListing,
  listing as listingReply,
} from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { deleteListing } from "../../domain/listings/delete.ts"
import { deprecateListing } from "../../domain/listings/deprecate.ts"
import { liftDeprecation } from "../../domain/listings/lift-deprecation.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import { transferListing } from "../../domain/listings/transfer.ts"
import { user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { fullListing, listingEtag } from "../shapes/listing.ts"
import { listingPath, slugParams } from "./paths.ts"

/** The later days of a listing: out of date, with somebody else, or gone. */
export const listingLifecycleRoutes = (context: AppContext) => [
  route({
    method: "PUT",
    path: `${listingPath}/deprecation`,
    name: "listings.deprecate",
    summary: "Advise against a listing",
    replies: { 200: listingReply },
    access: user("listing:write"),
    params: slugParams,
    body: deprecateListingRequest,
    async handle({ caller, requestId, params: { slug }, body: { message, successor } }) {
      const listing = await deprecateListing(context, { caller, requestId, slug, message, successor })
      return ok(fullListing(listing), listingEtag(listing))
    },
  }),
  route({
    method: "DELETE",
    path: `${listingPath}/deprecation`,
    name: "listings.undeprecate",
    summary: "Take back a deprecation",
    replies: { 200: listingReply },
    access: user("listing:write"),
    params: slugParams,
    async handle({ caller, requestId, params: { slug } }) {
      const listing = await liftDeprecation(context, { caller, requestId, slug })
      return ok(fullListing(listing), listingEtag(listing))
    },
  }),
  route({
    method: "POST",
    path: `${listingPath}/transfer`,
    name: "listings.transfer",
    summary: "Give a listing to another publisher",
    replies: { 200: listingReply },
    keyed: "required",
    // To give a listing away is the owner's business, not that of a token which keeps listings up to date.
    access: user("publisher:write"),
    params: slugParams,
    body: transferListingRequest,
    async handle({ caller, requestId, params: { slug }, body: { to }, claim }) {
      const command = { caller, requestId, claim: claim(caller.user.userId), slug, to }
      const { result: listing, replayed } = await transferListing(context, command)
      return ok(fullListing(listing), { ...listingEtag(listing), replayed })
    },
  }),
  route({
    method: "DELETE",
    path: listingPath,
    name: "listings.delete",
    summary: "Delete a draft that was never public",
    replies: { 200: deletedListing },
    access: user("listing:write"),
    params: slugParams,
    async handle({ caller, requestId, params: { slug } }) {
      const listing = await deleteListing(context, { caller, requestId, slug })
      const body: DeletedListing = { listingId: listing.listingId, slug: slugOf(listing) }
      return ok(body)
    },
  }),
]

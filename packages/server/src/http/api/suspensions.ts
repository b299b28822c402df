import {
  listSuspensionsQuery,
  suspendListingRequest,
  moderatedListing as moderatedListingReply,
  suspension,
  suspensionPage,
} from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { actorOf } from "../../domain/identity/actor.ts"
import { getModeratedListing } from "../../domain/moderation/get.ts"
import { listSuspensions } from "../../domain/moderation/list-suspensions.ts"
import { restoreListing } from "../../domain/moderation/restore.ts"
import { suspendListing } from "../../domain/moderation/suspend.ts"
import { moderator } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { moderatedListing, privateSuspension } from "../shapes/moderation.ts"
import { slugParams } from "./paths.ts"

const moderatedPath = "/v1/admin/listings/:publisher/:name"

/** Listings taken out of public by moderators. */
export const suspensionRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/admin/suspensions",
    name: "moderation.suspensions",
    summary: "List suspended listings",
    replies: { 200: suspensionPage },
    access: moderator("reader"),
    query: listSuspensionsQuery,
    async handle({ query }) {
      const { data, page } = await listSuspensions(context, query)
      return ok({ data: data.map(privateSuspension), page })
    },
  }),
  route({
    method: "GET",
    path: moderatedPath,
    name: "moderation.listing",
    summary: "Read a listing whatever its status",
    replies: { 200: moderatedListingReply },
    access: moderator("reader"),
    params: slugParams,
    handle: async ({ params: { slug } }) => ok(moderatedListing(await getModeratedListing(context, slug))),
  }),
  route({
    method: "PUT",
    path: `${moderatedPath}/suspension`,
    name: "moderation.suspend",
    summary: "Suspend a listing",
    replies: { 200: suspension },
    access: moderator("moderator"),
    params: slugParams,
    body: suspendListingRequest,
    async handle({ caller, requestId, params: { slug }, body }) {
      const actor = actorOf(caller, requestId)
      return ok(privateSuspension(await suspendListing(context, { ...body, actor, slug })))
    },
  }),
  route({
    method: "DELETE",
    path: `${moderatedPath}/suspension`,
    name: "moderation.restore",
    summary: "Restore a suspended listing",
    replies: { 200: moderatedListingReply },
    access: moderator("moderator"),
    params: slugParams,
    async handle({ caller, requestId, params: { slug } }) {
      return ok(moderatedListing(await restoreListing(context, { actor: actorOf(caller, requestId), slug })))
    },
  }),
]

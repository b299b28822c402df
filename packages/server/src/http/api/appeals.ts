import { appealRequest, suspension } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { appealSuspension } from "../../domain/moderation/appeal.ts"
import { getSuspension } from "../../domain/moderation/get.ts"
import { user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { privateSuspension } from "../shapes/moderation.ts"
import { listingPath, slugParams } from "./paths.ts"

/** A suspension, for the members of the publisher it hits. */
export const appealRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: `${listingPath}/suspension`,
    name: "listings.suspension",
    summary: "Read why your listing is suspended",
    replies: { 200: suspension },
    access: user("listing:read"),
    params: slugParams,
    handle: async ({ caller, params: { slug } }) => ok(privateSuspension(await getSuspension(context, caller, slug))),
  }),
  route({
    method: "PUT",
    path: `${listingPath}/appeal`,
    name: "listings.appeal",
    summary: "Appeal against a suspension",
    replies: { 200: suspension },
    access: user("listing:write"),
    params: slugParams,
    body: appealRequest,
    handle: async ({ caller, requestId, params: { slug }, body: { note } }) =>
      ok(privateSuspension(await appealSuspension(context, { caller, requestId, slug, note }))),
  }),
]

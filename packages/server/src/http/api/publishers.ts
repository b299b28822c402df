import {
  claimPublisherRequest,
  handle,
  updatePublisherRequest,
  publisher as publisherReply,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { claimPublisher } from "../../domain/publishers/claim.ts"
import { getPublisher } from "../../domain/publishers/get.ts"
import { updatePublisher } from "../../domain/publishers/update.ts"
import { anyone, user } from "../access.ts"
import { expectedRowVersion } from "../etag.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { publicPublisher, publisherEtag } from "../shapes/publisher.ts"

export const publisherRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/publishers",
    name: "publishers.claim",
    summary: "Claim a handle",
    replies: { 201: publisherReply },
    keyed: "required",
    access: user("publisher:write"),
    body: claimPublisherRequest,
    async handle({ caller, requestId, body, claim }) {
      const claimed = await claimPublisher(context, { ...body, caller, requestId, claim: claim(caller.user.userId) })
      const location = `/v1/publishers/${body.handle}`
      const extra = { ...publisherEtag(claimed.result), replayed: claimed.replayed, location }
      return created(publicPublisher(claimed.result), extra)
    },
  }),
  route({
    method: "GET",
    path: "/v1/publishers/:handle",
    name: "publishers.get",
    summary: "Read a publisher",
    replies: { 200: publisherReply },
    hasEtag: true,
    access: anyone,
    params: z.object({ handle }),
    async handle({ params }) {
      const publisher = await getPublisher(context, params.handle)
      return ok(publicPublisher(publisher), publisherEtag(publisher))
    },
  }),
  route({
    method: "PATCH",
    path: "/v1/publishers/:handle",
    name: "publishers.update",
    summary: "Change the profile of a publisher",
    replies: { 200: publisherReply },
    hasEtag: true,
    access: user("publisher:write"),
    params: z.object({ handle }),
    body: updatePublisherRequest,
    async handle({ caller, requestId, params, body: patch, header }) {
      const ifMatch = expectedRowVersion(header("if-match"), "pub")
      const command = { caller, requestId, handle: params.handle, patch, expectedRowVersion: ifMatch }
      const publisher = await updatePublisher(context, command)
      return ok(publicPublisher(publisher), publisherEtag(publisher))
    },
  }),
]

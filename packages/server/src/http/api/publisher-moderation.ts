import {
  handle,
  lockRequest,
  moderatedPublisher as moderatedPublisherReply,
  verifyPublisherRequest,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { actorOf } from "../../domain/identity/actor.ts"
import { lockPublisher } from "../../domain/moderation/lock-publisher.ts"
import { unlockPublisher } from "../../domain/moderation/unlock-publisher.ts"
import { verifyPublisher } from "../../domain/moderation/verify-publisher.ts"
import { moderator } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { moderatedPublisher } from "../shapes/moderation.ts"

const publisherPath = "/v1/admin/publishers/:handle"
const publisherParams = z.object({ handle })

/** What moderators do to publishers. */
export const publisherModerationRoutes = (context: AppContext) => [
  route({
    method: "PUT",
    path: `${publisherPath}/lock`,
    name: "moderation.lockPublisher",
    summary: "Lock a publisher",
    replies: { 200: moderatedPublisherReply },
    access: moderator("moderator"),
    params: publisherParams,
    body: lockRequest,
    async handle({ caller, requestId, params, body: { reason } }) {
      const actor = actorOf(caller, requestId)
      return ok(moderatedPublisher(await lockPublisher(context, { actor, handle: params.handle, reason })))
    },
  }),
  route({
    method: "DELETE",
    path: `${publisherPath}/lock`,
    name: "moderation.unlockPublisher",
    summary: "Unlock a publisher",
    replies: { 200: moderatedPublisherReply },
    access: moderator("moderator"),
    params: publisherParams,
    async handle({ caller, requestId, params }) {
      const actor = actorOf(caller, requestId)
      return ok(moderatedPublisher(await unlockPublisher(context, { actor, handle: params.handle })))
    },
  }),
  route({
    method: "PUT",
    path: `${publisherPath}/verification`,
    name: "moderation.verifyPublisher",
    summary: "Mark a publisher as verified today",
    replies: { 200: moderatedPublisherReply },
    access: moderator("moderator"),
    params: publisherParams,
    body: verifyPublisherRequest,
    async handle({ caller, requestId, params, body: { method } }) {
      const actor = actorOf(caller, requestId)
      return ok(moderatedPublisher(await verifyPublisher(context, { actor, handle: params.handle, method })))
    },
  }),
  route({
    method: "DELETE",
    path: `${publisherPath}/verification`,
    name: "moderation.unverifyPublisher",
    summary: "Take back a verification",
    replies: { 200: moderatedPublisherReply },
    access: moderator("moderator"),
    params: publisherParams,
    async handle({ caller, requestId, params }) {
      const actor = actorOf(caller, requestId)
      return ok(moderatedPublisher(await verifyPublisher(context, { actor, handle: params.handle, method: null })))
    },
  }),
]

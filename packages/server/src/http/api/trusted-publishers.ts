import {
  addTrustedPublisherRequest,
  handle,
  publisherTrustedPublishers,
  trustedPublisher,
  type TrustedPublisherList,
  trustedPublisherList,
  trustedPublishingRule,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { addTrustedPublisher } from "../../domain/trusted-publishing/add.ts"
import { listTrustedPublishers, listTrustedPublishersOf } from "../../domain/trusted-publishing/list.ts"
import { removeTrustedPublisher } from "../../domain/trusted-publishing/remove.ts"
import { setTrustedPublishingRequired } from "../../domain/trusted-publishing/set-required.ts"
import { user } from "../access.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { ownTrustedPublisher } from "../shapes/trusted-publisher.ts"
import { listingPath, slugParams, trustedPublisherParams } from "./paths.ts"

const path = `${listingPath}/trusted-publishers`

/** Whose runs may publish a listing, for the owners of its publisher. */
export const trustedPublisherRoutes = (context: AppContext) => [...reading(context), ...changing(context)]

const reading = (context: AppContext) => [
  route({
    method: "GET",
    path,
    name: "trustedPublishers.list",
    summary: "List whose runs may publish a listing",
    replies: { 200: trustedPublisherList },
    access: user("listing:read"),
    params: slugParams,
    async handle({ caller, params: { slug } }) {
      const { trusted, isRequired } = await listTrustedPublishers(context, caller, slug)
      const reply: TrustedPublisherList = {
        data: trusted.map(ownTrustedPublisher),
        requireTrustedPublishing: isRequired,
      }
      return ok(reply)
    },
  }),
  route({
    method: "GET",
    path: "/v1/publishers/:handle/trusted-publishers",
    name: "trustedPublishers.listOfPublisher",
    summary: "List whose runs may publish for a publisher",
    replies: { 200: publisherTrustedPublishers },
    access: user("listing:read"),
    params: z.object({ handle }),
    async handle({ caller, params }) {
      const trusted = await listTrustedPublishersOf(context, caller, params.handle)
      return ok({ data: trusted.map(ownTrustedPublisher) })
    },
  }),
]

const changing = (context: AppContext) => [
  route({
    method: "POST",
    path,
    name: "trustedPublishers.add",
    summary: "Let the runs of a repository publish a listing",
    replies: { 200: trustedPublisher, 201: trustedPublisher },
    access: user("publisher:write"),
    params: slugParams,
    body: addTrustedPublisherRequest,
    async handle({ caller, requestId, params: { slug }, body: { events, ...rest } }) {
      const command = { caller, requestId, slug, trusted: { ...rest, events } }
      const { result, trusted } = await addTrustedPublisher(context, command)
      const reply = ownTrustedPublisher(trusted)
      return result === "created" ? created(reply) : ok(reply)
    },
  }),
  route({
    method: "DELETE",
    path: `${path}/:trustedPublisherId`,
    name: "trustedPublishers.remove",
    summary: "Let the runs of a repository publish no more",
    replies: { 200: trustedPublisher },
    access: user("publisher:write"),
    params: trustedPublisherParams,
    handle: async ({ caller, requestId, params: { slug, trustedPublisherId } }) =>
      ok(ownTrustedPublisher(await removeTrustedPublisher(context, { caller, requestId, slug, trustedPublisherId }))),
  }),
  route({
    method: "PUT",
    path: `${listingPath}/trusted-publishing`,
    name: "trustedPublishers.require",
    summary: "Take releases of a listing from its trusted publishers alone, or not",
    replies: { 200: trustedPublishingRule },
    access: user("publisher:write"),
    params: slugParams,
    body: trustedPublishingRule,
    async handle({ caller, requestId, params: { slug }, body }) {
      const command = { caller, requestId, slug, isRequired: body.requireTrustedPublishing }
      return ok({ requireTrustedPublishing: await setTrustedPublishingRequired(context, command) })
    },
  }),
]

import {
  createInstallIntentRequest,
  idOf,
  type IssuedInstall,
  listInstallIntentsQuery,
  installIntent,
  installIntentPage,
  issuedInstall,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { createInstall } from "../../domain/installs/create.ts"
import { getInstall } from "../../domain/installs/get.ts"
import { listMyInstalls } from "../../domain/installs/list-mine.ts"
import { installLink, installTokenOf } from "../../domain/installs/token.ts"
import { user } from "../access.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { buyerIntent } from "../shapes/install.ts"

/** The buyer's side of an install. */
export const installRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/install-intents",
    name: "installs.create",
    summary: "Start an install and get its token",
    replies: { 201: issuedInstall },
    keyed: "required",
    access: user("intent:create"),
    limit: "intent",
    body: createInstallIntentRequest,
    async handle({ caller, requestId, body, claim }) {
      const command = { ...body, caller, requestId, claim: claim(caller.user.userId) }
      const { result, replayed } = await createInstall(context, {
        ...command,
        version: body.version,
        ttlMs: body.ttlMs,
      })
      const { intent, landingUrl } = result
      const reply: IssuedInstall = {
        intent: buyerIntent(intent, context.nowMs()),
        installToken: installTokenOf(context, intent),
        link: installLink(context, landingUrl, intent),
      }
      return created(reply, { replayed, location: `/v1/install-intents/${intent.installIntentId}` })
    },
  }),
  route({
    method: "GET",
    path: "/v1/install-intents",
    name: "installs.list",
    summary: "List the installs you started",
    replies: { 200: installIntentPage },
    access: user("intent:read"),
    query: listInstallIntentsQuery,
    async handle({ caller, query }) {
      const { data, page } = await listMyInstalls(context, caller, query)
      const nowMs = context.nowMs()
      return ok({ data: data.map((intent) => buyerIntent(intent, nowMs)), page })
    },
  }),
  route({
    method: "GET",
    path: "/v1/install-intents/:installIntentId",
    name: "installs.get",
    summary: "Read an install you started",
    replies: { 200: installIntent },
    access: user("intent:read"),
    params: z.object({ installIntentId: idOf("installIntent") }),
    async handle({ caller, params }) {
      return ok(buyerIntent(await getInstall(context, caller, params.installIntentId), context.nowMs()))
    },
  }),
]

import {
  type CreatedInstall,
  createdInstall,
  createInstallIntentRequest,
  getInstallIntentQuery,
  idOf,
  installIntent,
  installIntentPage,
  issuedInstall,
  issueInstallTokenRequest,
  listInstallIntentsQuery,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { cancelInstall } from "../../domain/installs/cancel.ts"
import { createInstall } from "../../domain/installs/create.ts"
import type { SeenInstall } from "../../domain/installs/get.ts"
import { issueInstallToken } from "../../domain/installs/issue-token.ts"
import { listMyInstalls } from "../../domain/installs/list-mine.ts"
import { waitForInstall } from "../../domain/installs/wait.ts"
import { user } from "../access.ts"
import { matchesEtag } from "../etag.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { buyerIntent, intentEtag, issuedIntent } from "../shapes/install.ts"

const params = z.object({ installIntentId: idOf("installIntent") })

/** The buyer's side of an install. */
export const installRoutes = (context: AppContext) => {
  const tagged = ({ intent, atMs }: SeenInstall) => {
    const body = buyerIntent(intent, atMs)
    return { body, etag: intentEtag(context, body) }
  }
  return [
    route({
      method: "POST",
      path: "/v1/install-intents",
      name: "installs.create",
      summary: "Start an install and get its token",
      replies: { 201: createdInstall },
      keyed: "required",
      access: user("intent:create"),
      limit: "intent",
      body: createInstallIntentRequest,
      async handle({ caller, requestId, body, claim }) {
        const { version, ttlMs, handoff } = body
        const command = { ...body, version, ttlMs, handoff, caller, requestId, claim: claim(caller.user.userId) }
        const { result: intent, replayed } = await createInstall(context, command)
        const withoutToken = { intent: buyerIntent(intent, context.nowMs()), installToken: null, link: null }
        const reply: CreatedInstall = body.issueToken ? issuedIntent(context, intent) : withoutToken
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
      summary: "Read an install you started, or wait until it changes",
      replies: { 200: installIntent },
      hasEtag: true,
      access: user("intent:read"),
      params,
      query: getInstallIntentQuery,
      async handle({ caller, params: { installIntentId }, query: { waitMs }, header, signal }) {
        const isKnown = (seen: SeenInstall) => matchesEtag(header("if-none-match"), tagged(seen).etag)
        const seen = await waitForInstall(context, caller, { installIntentId, waitMs, isKnown, signal })
        const { body, etag } = tagged(seen)
        return ok(body, { etag })
      },
    }),
    ...stepRoutes(context),
  ]
}

/** What a buyer does with an install that is open. */
const stepRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/install-intents/:installIntentId/token",
    name: "installs.issueToken",
    summary: "Get a new token for an install; the one before is dead",
    replies: { 201: issuedInstall },
    keyed: "required",
    access: user("intent:create"),
    limit: "intent",
    params,
    body: issueInstallTokenRequest,
    async handle({ caller, requestId, params: { installIntentId }, body: { ttlMs }, claim: claimOf }) {
      const claim = claimOf(caller.user.userId)
      const command = { caller, requestId, claim, installIntentId, ttlMs }
      const { result: intent, replayed } = await issueInstallToken(context, command)
      return created(issuedIntent(context, intent), { replayed })
    },
  }),
  route({
    method: "POST",
    path: "/v1/install-intents/:installIntentId/cancel",
    name: "installs.cancel",
    summary: "Cancel an install you started",
    replies: { 200: installIntent },
    access: user("intent:create"),
    params,
    async handle({ caller, requestId, params: { installIntentId } }) {
      return ok(buyerIntent(await cancelInstall(context, { caller, requestId, installIntentId }), context.nowMs()))
    },
  }),
]

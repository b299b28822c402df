import { cliSession, cliSessionPage, idOf, listCliSessionsQuery } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { listSessions } from "../../domain/sessions/list.ts"
import { endSession, revokeSession } from "../../domain/sessions/revoke.ts"
import { user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { askingSession, ownSession } from "../shapes/session.ts"

/** CLI sessions, for the person they act for. */
export const sessionRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/auth/sessions",
    name: "sessions.list",
    summary: "List your CLI sessions",
    replies: { 200: cliSessionPage },
    access: user("token:manage"),
    query: listCliSessionsQuery,
    async handle({ caller, query }) {
      const { data, page } = await listSessions(context, caller, query)
      return ok({ data: data.map((session) => ownSession(session, askingSession(caller))), page })
    },
  }),
  route({
    method: "DELETE",
    path: "/v1/auth/sessions/:sessionId",
    name: "sessions.revoke",
    summary: "End a CLI session",
    replies: { 200: cliSession },
    access: user("token:manage"),
    params: z.object({ sessionId: idOf("cliSession") }),
    async handle({ caller, requestId, params: { sessionId } }) {
      return ok(ownSession(await revokeSession(context, { caller, requestId, sessionId }), askingSession(caller)))
    },
  }),
  route({
    method: "DELETE",
    path: "/v1/auth/session",
    name: "sessions.end",
    summary: "End the CLI session that asks",
    replies: { 200: cliSession },
    access: user(null),
    handle: async ({ caller, requestId }) =>
      ok(ownSession(await endSession(context, { caller, requestId }), askingSession(caller))),
  }),
]

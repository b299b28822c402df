import {
  createTokenRequest,
  idOf,
  type IssuedToken,
  type LeakReport,
  listTokensQuery,
  reportLeakRequest,
  issuedToken,
  leakReport,
  personalToken,
  tokenPage,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { issueToken, tokenSecretOf } from "../../domain/identity/issue-token.ts"
import { listTokens } from "../../domain/identity/list-tokens.ts"
import { reportLeak } from "../../domain/identity/report-leak.ts"
import { revokeToken } from "../../domain/identity/revoke-token.ts"
import { anyone, user } from "../access.ts"
import { accepted, created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { ownToken } from "../shapes/token.ts"

/** Personal tokens for those who signed in. */
export const tokenRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/tokens",
    name: "tokens.create",
    summary: "Create a personal token",
    replies: { 201: issuedToken },
    keyed: "required",
    access: user("token:manage"),
    limit: "token",
    body: createTokenRequest,
    async handle({ caller, requestId, body, claim: claimOf }) {
      const claim = claimOf(caller.user.userId)
      const command = { ...body, caller, requestId, claim, listings: body.listings }
      const { result: token, replayed } = await issueToken(context, command)
      const reply: IssuedToken = { token: ownToken(token), secret: tokenSecretOf(context, token.tokenId, claim) }
      return created(reply, { replayed, location: `/v1/tokens/${token.tokenId}` })
    },
  }),
  route({
    method: "GET",
    path: "/v1/tokens",
    name: "tokens.list",
    summary: "List your personal tokens",
    replies: { 200: tokenPage },
    access: user("token:manage"),
    query: listTokensQuery,
    async handle({ caller, query }) {
      const { data, page } = await listTokens(context, caller, query)
      return ok({ data: data.map(ownToken), page })
    },
  }),
  route({
    method: "DELETE",
    path: "/v1/tokens/:tokenId",
    name: "tokens.revoke",
    summary: "Revoke a personal token",
    replies: { 200: personalToken },
    access: user("token:manage"),
    params: z.object({ tokenId: idOf("token") }),
    async handle({ caller, requestId, params: { tokenId } }) {
      return ok(ownToken(await revokeToken(context, { caller, requestId, tokenId })))
    },
  }),
  route({
    method: "POST",
    path: "/v1/tokens/report-leak",
    name: "tokens.reportLeak",
    summary: "Report a leaked token",
    replies: { 202: leakReport },
    access: anyone,
    limit: "report",
    body: reportLeakRequest,
    async handle({ requestId, body: { token } }) {
      await reportLeak(context, { token, requestId })
      const reply: LeakReport = { result: "accepted" }
      return accepted(reply)
    },
  }),
]

import {
  idOf,
  introspectRequest,
  redeemRequest,
  reportOutcomeRequest,
  introspection,
  redeemReply,
  reportedOutcome,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { introspectInstall } from "../../domain/installs/introspect.ts"
import { redeemInstall } from "../../domain/installs/redeem.ts"
import { reportOutcome } from "../../domain/installs/report-outcome.ts"
import { Refusal } from "../../domain/refusal.ts"
import { target } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"

/** The target's side of an install. */
export const redemptionRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/install-intents/introspect",
    name: "redemptions.introspect",
    summary: "Look at an install token without consuming it",
    replies: { 200: introspection },
    access: target,
    limit: "redeem",
    body: introspectRequest,
    handle: async ({ caller, body: { token, subject } }) =>
      ok(await introspectInstall(context, { caller, token, subject })),
  }),
  route({
    method: "POST",
    path: "/v1/install-intents/redeem",
    name: "redemptions.redeem",
    summary: "Redeem an install token",
    replies: { 200: redeemReply },
    access: target,
    limit: "redeem",
    body: redeemRequest,
    async handle({ caller, requestId, body, header }) {
      if (header("idempotency-key") !== undefined) {
        throw new Refusal("INVALID_REQUEST", "The redemptionId makes this request safe to repeat; send no other key.")
      }
      const { codeVerifier } = body
      return ok(await redeemInstall(context, { ...body, caller, requestId, codeVerifier }))
    },
  }),
  route({
    method: "POST",
    path: "/v1/install-intents/:installIntentId/outcome",
    name: "redemptions.reportOutcome",
    summary: "Report what became of an install",
    replies: { 200: reportedOutcome },
    access: target,
    limit: "redeem",
    params: z.object({ installIntentId: idOf("installIntent") }),
    body: reportOutcomeRequest,
    async handle({ caller, requestId, params: { installIntentId }, body }) {
      const { redemptionId, outcome, code = null, targetInstallRef = null } = body
      const report = { caller, requestId, installIntentId, redemptionId, outcome, code, targetInstallRef }
      return ok(await reportOutcome(context, report))
    },
  }),
]

import { limits, listRevocationsQuery, signedRevocationPage } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { listRevocations } from "../../domain/revocations/list.ts"
import { anyone } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { signedRevocations } from "../shapes/revocation.ts"

/** What must not be used any more: for targets, and whoever mirrors them. */
export const revocationRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/revocations",
    name: "revocations.list",
    summary: "Follow what was revoked",
    replies: { 200: signedRevocationPage },
    access: anyone,
    query: listRevocationsQuery,
    async handle({ query }) {
      const page = await listRevocations(context, query)
      return ok(await signedRevocations(context, query.after, page), { publicForMs: limits.revocationsMaxAgeMs })
    },
  }),
]

import { rateLimitList } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { listRateLimits } from "../../domain/rate-limits/list.ts"
import { anyone } from "../access.ts"
import { byAddress, countedAs } from "../limit.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"

/** Rate limits, told before somebody runs into them. */
export const limitRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/limits",
    name: "limits.get",
    summary: "See what is left of your rate limits",
    replies: { 200: rateLimitList },
    access: anyone,
    limit: null,
    async handle({ caller, clientNetwork }) {
      const from = { clientNetwork }
      const data = await listRateLimits(context, countedAs(caller, from), byAddress(from))
      return ok({ data }, { momentary: true })
    },
  }),
]

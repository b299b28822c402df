import { claimPublisherRequest, handle } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { claimPublisher } from "../../domain/publishers/claim.ts"
import { getPublisher } from "../../domain/publishers/get.ts"
import { anyone, user } from "../access.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"
import { publicPublisher } from "../shapes/publisher.ts"

export const publisherRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/publishers",
    access: user("publisher:write"),
    body: claimPublisherRequest,
    async handle({ caller, requestId, body, claim }) {
      const claimed = await claimPublisher(context, { ...body, caller, requestId, claim: claim(caller.user.userId) })
      const location = `/v1/publishers/${body.handle}`
      return created(publicPublisher(claimed.result), { replayed: claimed.replayed, location })
    },
  }),
  route({
    method: "GET",
    path: "/v1/publishers/:handle",
    access: anyone,
    params: z.object({ handle }),
    handle: async ({ params }) => ok(publicPublisher(await getPublisher(context, params.handle))),
  }),
]

import { targetList } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { listTargets } from "../../domain/targets/list.ts"
import { anyone } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { publicTarget } from "../shapes/target.ts"

export const targetRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/targets",
    name: "targets.list",
    summary: "List the targets an asset can go to",
    replies: { 200: targetList },
    access: anyone,
    handle: async () => ok({ data: (await listTargets(context)).map(publicTarget) }),
  }),
]

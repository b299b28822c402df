import { setSystemVersionsRequest, targetList, targetSelf as targetSelfReply } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { listTargets } from "../../domain/targets/list.ts"
import { setVersions } from "../../domain/targets/set-versions.ts"
import { anyone, target } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { publicTarget, targetSelf } from "../shapes/target.ts"

/** Targets as buyers see them, and as each sees itself. */
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
  route({
    method: "GET",
    path: "/v1/targets/self",
    name: "targets.self",
    summary: "Read what the registry knows of the calling target",
    replies: { 200: targetSelfReply },
    access: target,
    handle: async ({ caller }) => ok(targetSelf(caller, context.settings.publicUrl)),
  }),
  route({
    method: "PUT",
    path: "/v1/targets/self/versions",
    name: "targets.setVersions",
    summary: "Say which versions the calling target runs",
    replies: { 200: targetSelfReply },
    access: target,
    body: setSystemVersionsRequest,
    async handle({ caller, requestId, body: { systemVersions } }) {
      const updated = await setVersions(context, { caller, requestId, systemVersions })
      return ok(targetSelf({ target: updated, credential: caller.credential }, context.settings.publicUrl))
    },
  }),
]

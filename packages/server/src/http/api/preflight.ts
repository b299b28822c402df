import { preflight, preflightQuery } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { preflightInstall } from "../../domain/installs/preflight.ts"
import { anyone } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { listingPath, releaseParams } from "./paths.ts"

/** What an install would meet with, asked before it is started. */
export const preflightRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: `${listingPath}/releases/:version/preflight`,
    name: "installs.preflight",
    summary: "Tell whether a release can be installed into a target",
    replies: { 200: preflight },
    access: anyone,
    params: releaseParams,
    query: preflightQuery,
    async handle({ caller, params: { slug, version }, query: { target } }) {
      return ok(await preflightInstall(context, { reader: caller, slug, version, target }))
    },
  }),
]

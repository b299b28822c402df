import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { anyone } from "../access.ts"
import { openApiDocument } from "../openapi/document.ts"
import { ok } from "../reply.ts"
import { type Route, route } from "../route.ts"

/** The description of `routes`, written once and then kept. */
export function openApiRoute(context: AppContext, routes: readonly Route[]): Route {
  let document: Record<string, unknown> | undefined
  return route({
    method: "GET",
    path: "/openapi.json",
    name: "registry.openapi",
    summary: "Get this description",
    replies: { 200: z.record(z.string(), z.unknown()) },
    access: anyone,
    async handle() {
      document ??= openApiDocument(routes, context.settings.publicUrl)
      return ok(document)
    },
  })
}

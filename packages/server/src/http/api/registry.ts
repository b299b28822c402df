import { type Discovery, manifestJsonSchema } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { anyone } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"

/** What the registry says of itself. */
export const registryRoutes = (context: AppContext) => {
  const { publicUrl } = context.settings
  const discovery: Discovery = {
    issuer: publicUrl,
    apiBase: `${publicUrl}/v1`,
    minCliVersion: "0.0.0",
    manifestSchemaUrl: `${publicUrl}/schema/manifest-v1.json`,
  }
  const manifestSchema = manifestJsonSchema()
  return [
    route({ method: "GET", path: "/.well-known/fleetprompt", access: anyone, handle: async () => ok(discovery) }),
    route({ method: "GET", path: "/schema/manifest-v1.json", access: anyone, handle: async () => ok(manifestSchema) }),
    route({
      method: "GET",
      path: "/healthz",
      access: anyone,
      handle: async () => ok({ status: "ok" }, { momentary: true }),
    }),
    route({
      method: "GET",
      path: "/readyz",
      access: anyone,
      async handle() {
        await context.store.ping()
        return ok({ status: "ready" }, { momentary: true })
      },
    }),
  ]
}

import { type Discovery, manifestJsonSchema, discovery as discoveryReply } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { anyone } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { publishedKeys } from "../shapes/signing-key.ts"

/** What the registry says of itself. */
export const registryRoutes = (context: AppContext) => {
  const { publicUrl } = context.settings
  const discovery = async (): Promise<Discovery> => ({
    issuer: publicUrl,
    apiBase: `${publicUrl}/v1`,
    minCliVersion: "0.0.0",
    manifestSchemaUrl: `${publicUrl}/schema/manifest-v1.json`,
    trustedPublishing: context.ciTokens
      ? {
          audience: context.ciTokens.audience,
          issuers: context.ciTokens.issuers.map(({ provider, issuer }) => ({ provider, issuer })),
        }
      : null,
    signingKeys: await publishedKeys(context),
  })
  const manifestSchema = manifestJsonSchema()
  return [
    route({
      method: "GET",
      path: "/.well-known/fleetprompt",
      name: "registry.discover",
      summary: "Tell where this registry is reached",
      replies: { 200: discoveryReply },
      access: anyone,
      handle: async () => ok(await discovery()),
    }),
    route({
      method: "GET",
      path: "/schema/manifest-v1.json",
      name: "registry.manifestSchema",
      summary: "Get the JSON Schema of a manifest",
      replies: { 200: z.record(z.string(), z.unknown()) },
      access: anyone,
      handle: async () => ok(manifestSchema),
    }),
    route({
      method: "GET",
      path: "/healthz",
      name: "registry.health",
      summary: "Tell whether the process is up",
      replies: { 200: z.object({ status: z.literal("ok") }) },
      access: anyone,
      limit: null,
      handle: async () => ok({ status: "ok" }, { momentary: true }),
    }),
    route({
      method: "GET",
      path: "/readyz",
      name: "registry.readiness",
      summary: "Tell whether the database answers",
      replies: { 200: z.object({ status: z.literal("ready") }) },
      access: anyone,
      limit: null,
      async handle() {
        await context.store.ping()
        return ok({ status: "ready" }, { momentary: true })
      },
    }),
  ]
}

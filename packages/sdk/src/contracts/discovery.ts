import * as z from "zod"

/** Reply of `GET /.well-known/fleetprompt`. */
export const discovery = z.object({
  issuer: z.string(),
  apiBase: z.string(),
  minCliVersion: z.string(),
  manifestSchemaUrl: z.string(),
})
export type Discovery = z.infer<typeof discovery>

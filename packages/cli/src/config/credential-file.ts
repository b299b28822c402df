import * as z from "zod"

/** Where a secret is kept. */
export const credentialStores = ["keyring", "file"] as const
export type CredentialStore = (typeof credentialStores)[number]

const stored = z.object({
  store: z.enum(credentialStores),
  savedAtMs: z.int(),
  /** In the file itself only where there is no keyring. */
  secret: z.string().optional(),
})

/** What `credentials.json` holds. */
export const credentialFile = z.object({ version: z.literal(1), credentials: z.record(z.string(), stored) })
export type CredentialFile = z.infer<typeof credentialFile>

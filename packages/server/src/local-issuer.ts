import type { Secrets } from "./domain/context.ts"

/**
 * Who vouches for people where no identity provider is connected: this very installation. The name follows from the
 * server key, so two installations never mistake each other's users.
 */
export const localIssuer = (secrets: Secrets): string => `local:${secrets.sign("issuer", "local")}`

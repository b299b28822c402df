import * as z from "zod"
import type { Log } from "../domain/context.ts"
import type { AccessTokenVerifier } from "../domain/identity/access-token.ts"
import type { OidcConfig } from "./config.ts"
import { checkJwt } from "./jwt.ts"
import { signingKeys } from "./signing-keys.ts"

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  exp: z.number().max(Number.MAX_SAFE_INTEGER / 1_000),
  scope: z.string().optional(),
})

/** Checks access tokens against the keys of the one provider that was configured; nothing in a token leads anywhere. */
export function accessTokenVerifier(config: OidcConfig, nowMs: () => number, log: Log): AccessTokenVerifier {
  const { issuer, audience, tokenType: typ } = config
  const keys = signingKeys(config, nowMs, log)
  return {
    async verify(token) {
      const payload = await checkJwt(keys, { issuer, audience, typ, nowMs: nowMs() }, token)
      if (typeof payload === "string") return payload
      const parsed = claims.safeParse(payload)
      if (!parsed.success) return "invalid"
      const { iss, sub, scope, exp } = parsed.data
      return { iss, sub, scope, expiresAtMs: Math.floor(exp * 1_000) }
    },
  }
}

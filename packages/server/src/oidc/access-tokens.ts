import { limits } from "@fleetprompt/sdk/contracts"
import { decodeProtectedHeader, errors, jwtVerify, type JWTVerifyGetKey } from "jose"
import * as z from "zod"
import type { Log } from "../domain/context.ts"
import type { AccessTokenVerifier, VerifiedToken } from "../domain/identity/access-token.ts"
import { decodeCanonical } from "../canonical-base64url.ts"
import { parseStrictJson } from "../strict-json.ts"
import type { OidcConfig } from "./config.ts"
import { signingKeys } from "./signing-keys.ts"

/** Signatures by a private key alone: with HMAC whoever can check a token could make one. */
const algorithms = ["RS256", "ES256", "EdDSA"]
const toleranceS = 30

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  iat: z.number(),
  exp: z.number().max(Number.MAX_SAFE_INTEGER / 1_000),
  scope: z.string().optional(),
})

const header = z.object({ kid: z.string().max(256).optional() })

/** Checks access tokens against the keys of the one provider that was configured; nothing in a token leads anywhere. */
export function accessTokenVerifier(config: OidcConfig, nowMs: () => number, log: Log): AccessTokenVerifier {
  const keys = signingKeys(config, nowMs, log)
  return {
    async verify(token) {
      if (!isWellFormed(token)) return "invalid"
      const current = await keys.current()
      if (current === undefined) return "unavailable"
      const verdict = await check(config, nowMs(), token, current)
      if (verdict !== "unknown key") return verdict
      const refreshed = await keys.refreshed()
      if (refreshed === undefined) return "unavailable"
      const second = await check(config, nowMs(), token, refreshed)
      return second === "unknown key" ? "invalid" : second
    },
  }
}

/**
 * Three parts of canonical base64url, of which header and claims are JSON without double keys: two readers must not be
 * able to see two things in one token.
 */
function isWellFormed(token: string): boolean {
  const parts = token.split(".")
  if (token.length > limits.accessTokenBytesMax || parts.length !== 3) return false
  try {
    const [head = "", payload = "", signature = ""] = parts.map(decodeCanonical)
    parseStrictJson(payload)
    return signature !== "" && header.safeParse(parseStrictJson(head)).success
  } catch {
    return false
  }
}

async function check(
  { issuer, audience, tokenType }: OidcConfig,
  now: number,
  token: string,
  keys: JWTVerifyGetKey,
): Promise<VerifiedToken | "invalid" | "expired" | "unknown key"> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      issuer,
      audience,
      typ: tokenType,
      requiredClaims: ["sub", "iat", "exp"],
      clockTolerance: toleranceS,
      currentDate: new Date(now),
    })
    const { iss, sub, iat, exp, scope } = claims.parse(payload)
    if (iat > now / 1_000 + toleranceS) return "invalid"
    return { iss, sub, scope, expiresAtMs: Math.floor(exp * 1_000) }
  } catch (error) {
    if (error instanceof errors.JWTExpired) return "expired"
    return error instanceof errors.JWKSNoMatchingKey && namesItsKey(token) ? "unknown key" : "invalid"
  }
}

/** Whether a token names its key and an algorithm we take, and so may be signed by a key that is newer than ours. */
function namesItsKey(token: string): boolean {
  const { alg, kid } = decodeProtectedHeader(token)
  return kid !== undefined && algorithms.includes(alg ?? "")
}

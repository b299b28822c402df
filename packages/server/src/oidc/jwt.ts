import { limits } from "@fleetprompt/sdk/contracts"
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from "jose"
import * as z from "zod"
import { decodeCanonical } from "../canonical-base64url.ts"
import { parseStrictJson } from "../strict-json.ts"
import type { SigningKeys } from "./signing-keys.ts"

/** Signatures by a private key alone: with HMAC whoever can check a token could make one. */
export const algorithms = ["RS256", "ES256", "EdDSA"]
const toleranceS = 30

const header = z.object({ kid: z.string().max(256).optional() })

/** What a token must say of itself. */
export interface ExpectedJwt {
  readonly issuer: string
  readonly audience: string
  /** Undefined where the kind of token is known by the way it came. */
  readonly typ: string | undefined
  readonly nowMs: number
}

/** What a token of the provider's says, once its signature, issuer, audience and times are known to be right. */
export async function checkJwt(
  keys: SigningKeys,
  expected: ExpectedJwt,
  token: string,
): Promise<JWTPayload | "invalid" | "expired" | "unavailable"> {
  if (!isWellFormed(token)) return "invalid"
  const current = await keys.current()
  if (current === undefined) return "unavailable"
  const verdict = await check(expected, token, current)
  if (verdict !== "unknown key") return verdict
  const refreshed = await keys.refreshed()
  if (refreshed === undefined) return "unavailable"
  const second = await check(expected, token, refreshed)
  return second === "unknown key" ? "invalid" : second
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
  { issuer, audience, typ, nowMs }: ExpectedJwt,
  token: string,
  keys: JWTVerifyGetKey,
): Promise<JWTPayload | "invalid" | "expired" | "unknown key"> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      issuer,
      audience,
      ...(typ === undefined ? {} : { typ }),
      requiredClaims: ["sub", "iat", "exp"],
      clockTolerance: toleranceS,
      currentDate: new Date(nowMs),
    })
    return Number(payload.iat) > nowMs / 1_000 + toleranceS ? "invalid" : payload
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

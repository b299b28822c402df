import { limits, type TargetPublicKey } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"

/** A request as it reached us, as far as a signature can speak of it. */
export interface SignableRequest {
  readonly method: string
  /** Without query and fragment, as it was sent. */
  readonly path: string
  /** The body's bytes, bounded; empty where there is none. @throws Refusal PAYLOAD_TOO_LARGE. */
  readBody(): Promise<Uint8Array>
}

/** A JWT before its signature is checked. */
export interface UnverifiedAssertion {
  readonly alg: string
  readonly kid: string
  readonly claims: Readonly<Record<string, unknown>>
}

/** The cryptography of signed requests. */
export interface RequestSignatures {
  /** Whether this is a point of its curve, written in the one way there is. */
  isUsable(key: TargetPublicKey): boolean
  /** Undefined for what is not a well-formed JWT of the type `fp-target+jwt`. */
  read(token: string): UnverifiedAssertion | undefined
  /** Whether the token was signed with this key, by the algorithm that is the key's. */
  isSignedBy(token: string, key: TargetPublicKey): Promise<boolean>
  /** base64url of the SHA-256 of bytes. */
  digest(bytes: Uint8Array): string
}

/** What a signed request must say, but for its body. */
export interface ExpectedClaims {
  readonly targetId: string
  readonly method: string
  /** The address of the registry with the path of the request. */
  readonly url: string
  readonly audience: string
  readonly nowMs: number
}

const jtiShape = /^[0-9A-Za-z_-]{16,64}$/

/** What is wrong with the claims of a verified request, for the target that signed it; undefined where nothing is. */
export function claimFault(claims: UnverifiedAssertion["claims"], expected: ExpectedClaims): string | undefined {
  const { iss, sub, aud, iat, exp, jti, htm, htu, bh } = claims
  if (iss !== sub || sub !== expected.targetId) return "`iss` and `sub` must both be the id of the target."
  if (aud !== expected.audience) return "`aud` must be the address of this registry, as a single string."
  if (!isSeconds(iat) || !isSeconds(exp)) return "`iat` and `exp` must be times in seconds."
  const skewMs = limits.targetAssertionSkewMs
  if (iat * 1_000 > expected.nowMs + skewMs) return "`iat` is in the future."
  if (exp * 1_000 + skewMs <= expected.nowMs) return "`exp` is over."
  if (exp <= iat || (exp - iat) * 1_000 > limits.targetAssertionTtlMsMax)
    return "`exp` must be within a minute of `iat`."
  if (typeof jti !== "string" || !jtiShape.test(jti)) return "`jti` must be 16 to 64 letters, digits, _ or -."
  if (htm !== expected.method) return "`htm` must be the method of the request."
  if (htu !== expected.url) return "`htu` must be the address of the request without its query."
  return typeof bh === "string" ? undefined : "`bh` must be the SHA-256 of the body in base64url."
}

const isSeconds = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value < Number.MAX_SAFE_INTEGER / 1_000

/** RFC 7638: the SHA-256 of the key's required members in their fixed order, which is what its `kid` must be. */
export function thumbprintOf(context: Pick<AppContext, "signatures">, key: TargetPublicKey): string {
  const members =
    key.kty === "EC" ? { crv: key.crv, kty: key.kty, x: key.x, y: key.y } : { crv: key.crv, kty: key.kty, x: key.x }
  return context.signatures.digest(new TextEncoder().encode(JSON.stringify(members)))
}

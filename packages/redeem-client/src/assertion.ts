import { base64url, sha256, utf8 } from "./bytes.ts"
import type { TargetKey } from "./credential.ts"

/** One request as it is signed. */
export interface Signed {
  targetId: string
  method: string
  /** Absolute, without query and fragment. */
  url: string
  body: string
  nowMs: number
}

/** How long an assertion is good for, in seconds; the registry takes no longer ones. */
const lifeSeconds = 60

/**
 * A signed JWT that vouches for one request of one target: method, address and body are in it, and a `jti` that is
 * good once (guides: target-system credentials).
 */
export async function assertionFor({ targetId, method, url, body, nowMs }: Signed, key: TargetKey): Promise<string> {
  const { kty, crv, x, y, d } = key
  const isEc = kty === "EC"
  // The members an RFC 7638 thumbprint is made of, in its order.
  const publicJwk = isEc ? { crv, kty, x, y } : { crv, kty, x }
  const kid = base64url(await sha256(JSON.stringify(publicJwk)))
  const header = { typ: "fp-target+jwt", alg: isEc ? "ES256" : "EdDSA", kid }
  const iat = Math.floor(nowMs / 1_000)
  const claims = {
    iss: targetId,
    sub: targetId,
    aud: new URL(url).origin,
    iat,
    exp: iat + lifeSeconds,
    jti: crypto.randomUUID(),
    htm: method,
    htu: url,
    bh: base64url(await sha256(body)),
  }
  const signed = [header, claims].map((part) => base64url(utf8(JSON.stringify(part)))).join(".")
  const algorithm = isEc ? { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } : { name: "Ed25519" }
  const jwk = { ...publicJwk, d } as JsonWebKey
  const privateKey = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["sign"])
  return `${signed}.${base64url(new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, utf8(signed))))}`
}

import { createHash, createPrivateKey, type JsonWebKey, sign } from "node:crypto"

/** Who signs. */
export interface SigningTarget {
  readonly targetId: string
  readonly privateJwk: JsonWebKey
}

/** What is signed. */
export interface Signable {
  readonly method: string
  /** The registry's public address. */
  readonly registry: string
  readonly path: string
  readonly body: string
  readonly nowMs: number
}

/** What to do differently from a good client. */
export interface SignOptions {
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
  /** The finished JWT, changed. */
  readonly tamper?: (jwt: string) => string
}

/** A request signed as the contract says (10_API_CONTRACTS, targets), written a second time on purpose. */
export function signedBy(
  { targetId, privateJwk }: SigningTarget,
  request: Signable,
  options: SignOptions = {},
): string {
  const { method, registry, path, body, nowMs } = request
  const { crv, kty, x, y } = privateJwk
  const iat = Math.floor(nowMs / 1_000)
  const header = {
    typ: "fp-target+jwt",
    alg: "ES256",
    kid: digest(JSON.stringify({ crv, kty, x, y })),
    ...options.header,
  }
  const claims = {
    iss: targetId,
    sub: targetId,
    aud: registry,
    iat,
    exp: iat + 60,
    jti: crypto.randomUUID(),
    htm: method,
    htu: `${registry}${path.split("?")[0]}`,
    bh: digest(body),
    ...options.claims,
  }
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")
  const key = createPrivateKey({ key: privateJwk, format: "jwk" })
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")
  return (options.tamper ?? ((jwt) => jwt))(`${signed}.${signature}`)
}

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url")

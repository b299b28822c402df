import { createHash, generateKeyPairSync, type JsonWebKey, type KeyObject, sign, verify } from "node:crypto"
import type { TargetKey } from "../../credential.ts"

/** A key the registry signs its feed and its receipts with. */
export interface SigningKey {
  readonly kid: string
  readonly publicJwk: JsonWebKey
  readonly privateKey: KeyObject
}

/** A target's private key as `createRedeemer` takes it. */
export type PrivateJwk = JsonWebKey & TargetKey & { kid: string }

export function newSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519")
  const publicJwk = publicKey.export({ format: "jwk" })
  return { kid: thumbprint(publicJwk), publicJwk, privateKey }
}

/** A fresh P-256 key for ES256, its public half with its thumbprint. */
export function newTargetKey(): { kid: string; publicKey: KeyObject; privateJwk: PrivateJwk } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const kid = thumbprint(publicKey.export({ format: "jwk" }))
  return { kid, publicKey, privateJwk: { ...privateKey.export({ format: "jwk" }), kty: "EC", alg: "ES256", kid } }
}

/** RFC 7638: SHA-256 over the required members in their order. */
function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  const members = kty === "EC" ? { crv, kty, x, y } : { crv, kty, x }
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url")
}

/** A compact JWS (RFC 7515), EdDSA. */
export function signJws(key: SigningKey, typ: string, payload: object): string {
  const signed = `${encode({ alg: "EdDSA", kid: key.kid, typ })}.${encode(payload)}`
  return `${signed}.${sign(null, Buffer.from(signed), key.privateKey).toString("base64url")}`
}

/** Whether the signature is one of this key, by the algorithm of the key and never of the header. */
export function verifies(publicKey: KeyObject, signed: string, signature: Buffer): boolean {
  const isEcdsa = publicKey.asymmetricKeyType === "ec"
  const key = isEcdsa ? { key: publicKey, dsaEncoding: "ieee-p1363" as const } : publicKey
  return verify(isEcdsa ? "sha256" : null, Buffer.from(signed), key, signature)
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url")

import { base64url, bytesOf, sha256 } from "../bytes.ts"
import { isObject } from "../shape.ts"
import { RevocationsError } from "./error.ts"

/** An Ed25519 public key of the registry, as its discovery document lists it. */
export interface PinnedKey {
  kty: "OKP"
  crv: "Ed25519"
  x: string
  /** Since when nothing is signed with it any more; null or absent for the one in use. */
  retiredAtMs?: number | null | undefined
}

/** A key ready to verify with. */
export interface VerifyKey {
  key: CryptoKey
  retiredAtMs: number | null
}

/** The keys by their RFC 7638 thumbprints, which is what `kid` is. @throws TypeError for one that is no such key. */
export async function keyRing(keys: readonly PinnedKey[]): Promise<Map<string, VerifyKey>> {
  const entries = keys.map(async ({ kty, crv, x, retiredAtMs = null }): Promise<[string, VerifyKey]> => {
    const isKey = kty === "OKP" && crv === "Ed25519" && typeof x === "string" && bytesOf(x)?.length === 32
    if (!isKey) throw new TypeError("keys must be Ed25519 public JWKs.")
    const jwk = { crv, kty, x }
    const key = await crypto.subtle.importKey("jwk", jwk, { name: "Ed25519" }, false, ["verify"])
    return [base64url(await sha256(JSON.stringify(jwk))), { key, retiredAtMs }]
  })
  return new Map(await Promise.all(entries))
}

/** The keys a discovery document lists; kinds of key that we do not know are passed over. */
export async function discoveredKeys(document: unknown): Promise<Map<string, VerifyKey>> {
  const listed = isObject(document) ? document["signingKeys"] : undefined
  if (!Array.isArray(listed)) throw new RevocationsError("UNEXPECTED_REPLY", "The registry lists no signing keys.")
  return await keyRing(listed.filter(isKey))
}

const isKey = (value: unknown): value is PinnedKey =>
  isObject(value) &&
  value["kty"] === "OKP" &&
  value["crv"] === "Ed25519" &&
  typeof value["x"] === "string" &&
  bytesOf(value["x"])?.length === 32 &&
  (value["retiredAtMs"] === null || typeof value["retiredAtMs"] === "number")

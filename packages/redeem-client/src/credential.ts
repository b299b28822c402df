import { isId, isObject } from "./shape.ts"
import { isCredential } from "./token.ts"

/** A private key as a JWK: P-256 (signs ES256) or Ed25519 (signs EdDSA). Other members are passed over. */
export interface TargetKey {
  kty: string
  crv?: string | undefined
  x?: string | undefined
  y?: string | undefined
  d?: string | undefined
}

/**
 * How the target proves who it is, the way it was registered: by a secret, or by signing each request. Of several keys
 * the newest comes first; the next is tried, once, where the registry does not know it (yet, or any more).
 */
export type TargetCredential =
  | {
      /** `fpts_…` */
      secret: string
    }
  | {
      /** `tgt_…` */
      targetId: string
      keys: readonly TargetKey[]
    }

/** What is wrong with a credential, in words that hold nothing of it; undefined where it is well formed. */
export function faultOf(credential: unknown): string | undefined {
  if (!isObject(credential)) return "credential must be {secret} or {targetId, keys}."
  if ("secret" in credential)
    return isCredential("fpts", credential["secret"]) ? undefined : "secret must be a whole target secret (fpts_…)."
  const { targetId, keys } = credential
  if (typeof targetId !== "string" || !isId("tgt", targetId)) return "targetId must be a target id (tgt_…)."
  return Array.isArray(keys) && keys.length > 0 && keys.every(isPrivate)
    ? undefined
    : "keys must be private JWKs, P-256 or Ed25519."
}

/** Whether its members make a key, the engine says when it signs. */
const isPrivate = (key: unknown) =>
  isObject(key) && /^(?:EC P-256|OKP Ed25519)$/.test(`${String(key["kty"])} ${String(key["crv"])}`) && "d" in key

import { createHash, createPublicKey, type KeyObject } from "node:crypto"
import { limits, type TargetPublicKey } from "@fleetprompt/sdk/contracts"
import { compactVerify } from "jose"
import * as z from "zod"
import type { RequestSignatures } from "./domain/targets/signed-request.ts"
import { decodeCanonical } from "./canonical-base64url.ts"
import { parseStrictJson } from "./strict-json.ts"

/** Nothing in a header leads anywhere: a name we do not know, `jku`, `jwk` or `crit` among them, makes it malformed. */
const header = z.strictObject({
  typ: z.literal("fp-target+jwt"),
  alg: z.enum(["ES256", "EdDSA"]),
  kid: z.string().min(1).max(128),
})

const claims = z.record(z.string(), z.unknown())

/** Checks signed requests of targets with their stored keys (RFC 7515, RFC 7518 §3.4, RFC 8037 §3.1). */
export const requestSignatures: RequestSignatures = {
  isUsable: (key) => [key.x, ...(key.kty === "EC" ? [key.y] : [])].every(isCanonical) && importKey(key) !== undefined,

  read(token) {
    const parts = token.split(".")
    if (token.length > limits.accessTokenBytesMax || parts.length !== 3) return undefined
    try {
      const [head = "", payload = ""] = parts.map(decodeCanonical)
      const { alg, kid } = header.parse(parseStrictJson(head))
      return { alg, kid, claims: claims.parse(parseStrictJson(payload)) }
    } catch {
      return undefined
    }
  },

  async isSignedBy(token, key) {
    const publicKey = importKey(key)
    if (publicKey === undefined) return false
    const algorithms = [key.kty === "EC" ? "ES256" : "EdDSA"]
    return await compactVerify(token, publicKey, { algorithms }).then(
      () => true,
      () => false,
    )
  },

  digest: (bytes) => createHash("sha256").update(bytes).digest("base64url"),
}

/** Undefined for what is no point of its curve. */
function importKey({ kty, crv, x, ...rest }: TargetPublicKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty, crv, x, ...("y" in rest ? { y: rest.y } : {}) }, format: "jwk" })
  } catch {
    return undefined
  }
}

const isCanonical = (text: string): boolean => Buffer.from(text, "base64url").toString("base64url") === text

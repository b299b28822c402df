import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import { formatCredential } from "@fleetprompt/sdk/contracts"
import type { Secrets } from "./domain/context.ts"

/** The fewest characters a server key may have. */
export const secretKeyLengthMin = 32

/** A key of its own for each purpose, so that what is made with one says nothing about another. */
export const keyFor = (
  secretKey: string,
  purpose: "credential" | "sign" | "signing" | `signing/${number}` | "sign-in",
): Buffer => createHmac("sha256", secretKey).update(`fleetprompt/${purpose}`).digest()

/** Hashing and derivation under the server's key. The key never leaves this closure. */
export function createSecrets(secretKey: string): Secrets {
  const credentialKey = keyFor(secretKey, "credential")
  const signKey = keyFor(secretKey, "sign")
  return {
    random: (kind) => formatCredential(kind, randomBytes(64)),
    derive(kind, ...parts) {
      const text = JSON.stringify([kind, ...parts])
      return formatCredential(kind, createHmac("sha512", credentialKey).update(text).digest())
    },
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    sign: (purpose, text) =>
      createHmac("sha256", signKey)
        .update(JSON.stringify([purpose, text]))
        .digest("base64url")
        .slice(0, 22),
    equal(one, other) {
      const [left, right] = [Buffer.from(one), Buffer.from(other)]
      return left.length === right.length && timingSafeEqual(left, right)
    },
  }
}

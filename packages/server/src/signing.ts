import { createHash, createPrivateKey, createPublicKey } from "node:crypto"
import { CompactSign } from "jose"
import type { Signer } from "./domain/context.ts"
import { keyFor } from "./secrets.ts"

/** What stands before the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410 §7). */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex")

/** Signs with an Ed25519 key that follows from the server's key, so every process has the same and none is stored. */
export function createSigner(secretKey: string): Signer {
  const seed = keyFor(secretKey, "signing")
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: "der", type: "pkcs8" })
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" })
  // RFC 7638: the required members of the key in their fixed order.
  const members = JSON.stringify({ crv: "Ed25519", kty: "OKP", x })
  const kid = createHash("sha256").update(members).digest("base64url")
  return {
    keys: [{ kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig", kid, x, retiredAtMs: null }],
    sign: (type, payload) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
        .setProtectedHeader({ alg: "EdDSA", typ: type, kid })
        .sign(privateKey),
  }
}

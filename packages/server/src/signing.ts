import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto"
import { canonicalJson } from "@fleetprompt/sdk/contracts"
import type { Signer } from "./domain/context.ts"
import { keyFor } from "./secrets.ts"

/** What stands before the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410 §7). */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex")

interface Pair {
  readonly privateKey: KeyObject
  readonly kid: string
  readonly x: string
}

/** Signs with Ed25519 keys that follow from the server's key, so every process has the same and none is stored. */
export function createSigner(secretKey: string): Signer {
  const pairs = new Map<number, Pair>()
  const pairOf = (generation: number): Pair => {
    const pair = pairs.get(generation) ?? pairFrom(seedOf(secretKey, generation))
    pairs.set(generation, pair)
    return pair
  }
  return {
    keyOf: (generation) => {
      const { kid, x } = pairOf(generation)
      return { kid, x }
    },
    sign: (generation, type, payload) => {
      const { privateKey, kid } = pairOf(generation)
      const header = canonicalJson({ alg: "EdDSA", kid, typ: type })
      const covered = [header, canonicalJson(payload)].map((text) => Buffer.from(text).toString("base64url")).join(".")
      // In step: WebCrypto would leave the transaction waiting for another thread.
      return `${covered}.${sign(null, Buffer.from(covered), privateKey).toString("base64url")}`
    },
  }
}

const seedOf = (secretKey: string, generation: number): Buffer =>
  keyFor(secretKey, generation === 1 ? "signing" : `signing/${generation}`)

function pairFrom(seed: Buffer): Pair {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: "der", type: "pkcs8" })
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" })
  // RFC 7638: the required members of the key in their fixed order.
  const members = JSON.stringify({ crv: "Ed25519", kty: "OKP", x })
  return { privateKey, x, kid: createHash("sha256").update(members).digest("base64url") }
}

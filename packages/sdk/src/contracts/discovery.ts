import * as z from "zod"
import { timestampMs } from "./ids.ts"

/** A public key the registry signs with, or signed with once: an Ed25519 JWK (RFC 8037). */
export const signingKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  alg: z.literal("EdDSA"),
  use: z.literal("sig"),
  kid: z.string(),
  x: z.string(),
  /** Since when nothing is signed with it any more; null for the one in use. */
  retiredAtMs: timestampMs.nullable(),
})
export type SigningKey = z.infer<typeof signingKey>

/** Reply of `GET /.well-known/fleetprompt`. */
export const discovery = z.object({
  issuer: z.string(),
  apiBase: z.string(),
  minCliVersion: z.string(),
  manifestSchemaUrl: z.string(),
  /** What the registry's signed documents are checked with, the key in use first. */
  signingKeys: z.array(signingKey),
})
export type Discovery = z.infer<typeof discovery>

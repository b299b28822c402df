import * as z from "zod"
import { timestampMs } from "./ids.ts"
import { openEnum } from "./open-enum.ts"
import { ciProviders } from "./provenance.ts"

/** A public key the registry signs with, or signed with once: an Ed25519 JWK (RFC 8037). */
export const signingKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  alg: z.literal("EdDSA"),
  use: z.literal("sig"),
  kid: z.string(),
  x: z.string(),
  /** From when on nothing is signed with it, which may lie ahead; null for the last one. */
  retiredAtMs: timestampMs.nullable(),
})
export type SigningKey = z.infer<typeof signingKey>

/** Reply of `GET /.well-known/fleetprompt`. */
export const discovery = z.object({
  issuer: z.string(),
  apiBase: z.string(),
  minCliVersion: z.string(),
  manifestSchemaUrl: z.string(),
  /** What a CI's token must be made for, and whose tokens are taken; null where releases need a personal token. */
  trustedPublishing: z
    .object({
      audience: z.string(),
      issuers: z.array(z.object({ provider: openEnum(ciProviders), issuer: z.string() })),
    })
    .nullable()
    .default(null),
  /** What the registry's signed documents are checked with, the key in use first. */
  signingKeys: z.array(signingKey),
})
export type Discovery = z.infer<typeof discovery>

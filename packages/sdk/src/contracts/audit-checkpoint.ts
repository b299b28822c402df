import * as z from "zod"
import { timestampMs } from "./ids.ts"

/** How far the audit log is chained, and the hash of its last link. Two of them can be held to one chain. */
export const auditCheckpoint = z.object({
  issuer: z.string(),
  issuedAtMs: timestampMs,
  /** How many entries the chain has. */
  size: z.int().nonnegative(),
  /** SHA-256 in hexadecimal; 64 zeros for a chain without an entry. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type AuditCheckpoint = z.infer<typeof auditCheckpoint>

/**
 * Reply of `GET /v1/audit/checkpoint`: an {@link auditCheckpoint} in canonical JSON as the payload of a compact JWS,
 * `alg` EdDSA, `typ` `fp-audit-checkpoint+jws`, `kid` one of the discovery document's `signingKeys`.
 */
export const signedAuditCheckpoint = z.object({ jws: z.string() })
export type SignedAuditCheckpoint = z.infer<typeof signedAuditCheckpoint>

import * as z from "zod"
import { timestampMs } from "./ids.ts"
import { openEnum } from "./open-enum.ts"
import { pageOf } from "./page.ts"

/** Who can have done something. */
export const auditActorKinds = ["user", "target", "operator", "system"] as const
export type AuditActorKind = (typeof auditActorKinds)[number]

/** What an entry says besides: flat, and never a text somebody wrote. */
export const auditDetails = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** One line of the audit log as a publisher's members see it. A moderator is `moderator` without an id. */
export const publisherAuditEntry = z.object({
  seq: z.int().positive(),
  action: z.string(),
  actor: z.object({ kind: openEnum([...auditActorKinds, "moderator"]), id: z.string().nullable() }),
  subjectId: z.string(),
  details: auditDetails,
  atMs: timestampMs,
})
export type PublisherAuditEntry = z.infer<typeof publisherAuditEntry>

export const publisherAuditPage = pageOf(publisherAuditEntry)
export const auditPage = pageOf(auditEntry)

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

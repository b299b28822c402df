import type * as wire from "@fleetprompt/sdk/contracts"
import type { AuditAction, AuditRecord } from "../../domain/audit/audit.ts"

/** An entry as moderators see it. */
export const moderatedAuditEntry = (entry: AuditRecord): wire.AuditEntry => ({
  seq: entry.seq,
  action: entry.action,
  actor: { kind: entry.actor.kind, id: entry.actor.id },
  requestId: entry.actor.requestId,
  subjectId: entry.subjectId,
  publisherId: entry.publisherId,
  details: { ...entry.details },
  atMs: entry.atMs,
})

/** What only moderators do. The publisher learns what was done and why, not who did it. */
const moderatorsActions: ReadonlySet<AuditAction> = new Set([
  "listing.suspended",
  "listing.restored",
  "publisher.locked",
  "publisher.unlocked",
  "publisher.verified",
  "publisher.unverified",
])

/** An entry as the members of the publisher it belongs to see it. */
export const publisherAuditEntry = (entry: AuditRecord): wire.PublisherAuditEntry => ({
  seq: entry.seq,
  action: entry.action,
  actor: moderatorsActions.has(entry.action)
    ? { kind: "moderator", id: null }
    : { kind: entry.actor.kind, id: entry.actor.id },
  subjectId: entry.subjectId,
  details: { ...entry.details },
  atMs: entry.atMs,
})

import { limits, redactCredentials } from "@fleetprompt/sdk/contracts"

/** Who did something. The operator works through the server's own commands, the system by itself. */
export interface Actor {
  readonly kind: "user" | "target" | "operator" | "system"
  readonly id: string
  /** The request it happened in; empty outside HTTP. */
  readonly requestId: string
}

/** Every kind of entry. A write without one of these is a defect (§5.5). */
export const auditActions = [
  "user.created",
  "token.created",
  "token.revoked",
  "device_login.approved",
  "device_login.denied",
  "session.created",
  "session.revoked",
  "sign_in_link.created",
  "web_session.created",
  "web_session.ended",
  "publisher.claimed",
  "publisher.updated",
  "publisher.member_added",
  "publisher.member_role_changed",
  "publisher.member_removed",
  "listing.created",
  "listing.updated",
  "listing.status_changed",
  "listing.image_added",
  "listing.image_removed",
  "listing.deprecated",
  "listing.deprecation_lifted",
  "listing.transferred",
  "listing.deleted",
  "trusted_publisher.added",
  "trusted_publisher.removed",
  "trusted_publishing.requirement_set",
  "ci_token.issued",
  "ci_token.revoked",
  "release.published",
  "release.revoked",
  "target.registered",
  "target.updated",
  "target.buyer_match_disabled",
  "target.disabled",
  "target.enabled",
  "target.credential_added",
  "target.credential_revoked",
  "target.versions_set",
  "handoff.created",
  "install.created",
  "install.token_issued",
  "install.redeemed",
  "install.buyer_mismatch",
  "install.canceled",
  "install.expired",
  "install.outcome_reported",
  "report.filed",
  "report.resolved",
  "listing.suspended",
  "listing.restored",
  "listing.appealed",
  "publisher.locked",
  "publisher.unlocked",
  "publisher.verified",
  "publisher.unverified",
  "user.locked",
  "user.unlocked",
  "user.role_changed",
  "signing_key.rotated",
] as const
export type AuditAction = (typeof auditActions)[number]

/** One line of the append-only log: ids and fixed words, never text that people wrote, never a secret. */
export interface AuditEntry {
  readonly action: AuditAction
  readonly actor: Actor
  readonly subjectId: string
  readonly atMs: number
  readonly details: Readonly<Record<string, string | number | boolean | null>>
  /**
   * Whose slice of the log the entry belongs to. Left out, it is the publisher that the subject (a publisher, listing
   * or release) belongs to when the entry is written; name it for another subject, or one that has moved or gone.
   */
  readonly publisherId?: string | null
}

/** An entry in its place in the log. */
export interface AuditRecord extends AuditEntry {
  readonly seq: number
  readonly publisherId: string | null
}

/**
 * The details as they are stored. What no entry may hold is a mistake of ours, and stops the write it belongs to.
 * @throws Error for details that are too large or hold a credential.
 */
export function auditDetails({ action, details }: AuditEntry): string {
  const text = JSON.stringify(details)
  if (Buffer.byteLength(text) > limits.auditDetailsBytesMax) throw new Error(`The details of ${action} are too large.`)
  if (redactCredentials(text) !== text) throw new Error(`The details of ${action} hold a credential.`)
  return text
}

/** The actor of what time alone brings about. */
export const sweeper: Actor = { kind: "system", id: "sweep", requestId: "" }

/** The actor of the server's own commands. */
export const operator: Actor = { kind: "operator", id: "operator", requestId: "" }

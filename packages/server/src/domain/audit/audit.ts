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
  "publisher.claimed",
  "listing.created",
  "listing.updated",
  "listing.status_changed",
  "release.published",
  "target.registered",
  "target.secret_added",
  "install.token_issued",
  "install.redeemed",
  "install.buyer_mismatch",
  "install.canceled",
  "install.outcome_reported",
] as const
export type AuditAction = (typeof auditActions)[number]

/** One line of the append-only log: ids and fixed words, never text that people wrote, never a secret. */
export interface AuditEntry {
  readonly action: AuditAction
  readonly actor: Actor
  readonly subjectId: string
  readonly atMs: number
  readonly details: Readonly<Record<string, string | number | boolean | null>>
}

/** The actor of the server's own commands. */
export const operator: Actor = { kind: "operator", id: "operator", requestId: "" }

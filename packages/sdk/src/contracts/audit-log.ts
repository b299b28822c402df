import * as z from "zod"
import { auditActorKinds, auditDetails } from "./audit.ts"
import { idOf, timestampMs } from "./ids.ts"
import { openEnum } from "./open-enum.ts"
import { pageOf, pageQuery } from "./page.ts"

/** One line of the audit log as moderators see it. */
export const auditEntry = z.object({
  seq: z.int().positive(),
  action: z.string(),
  actor: z.object({ kind: openEnum(auditActorKinds), id: z.string() }),
  requestId: z.string(),
  subjectId: z.string(),
  publisherId: idOf("publisher").nullable(),
  details: auditDetails,
  atMs: timestampMs,
})
export type AuditEntry = z.infer<typeof auditEntry>

/** Query of a publisher's own slice, newest first. */
export const listPublisherAuditQuery = z.strictObject(pageQuery)
export type ListPublisherAuditQuery = z.input<typeof listPublisherAuditQuery>

const word = z
  .string()
  .max(100)
  .regex(/^[\w.-]+$/, "must be letters, digits or . _ -")

/** Query of `GET /v1/admin/audit`, newest first; all conditions must hold. */
export const listAuditQuery = z.strictObject({
  subject: word.optional(),
  actor: word.optional(),
  action: word.optional(),
  ...pageQuery,
})
export type ListAuditQuery = z.input<typeof listAuditQuery>

export const auditPage = pageOf(auditEntry)

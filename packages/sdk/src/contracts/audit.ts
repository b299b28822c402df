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

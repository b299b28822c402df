import {
  handle,
  limits,
  listAuditQuery,
  listPublisherAuditQuery,
  auditPage,
  publisherAuditPage,
  signedAuditCheckpoint,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { signedCheckpoint } from "../../domain/audit/checkpoint.ts"
import { listAudit, listPublisherAudit } from "../../domain/audit/list.ts"
import { anyone, moderator, user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { moderatedAuditEntry, publisherAuditEntry } from "../shapes/audit.ts"

/** The audit log, for those whose doings are in it and for moderators. */
export const auditRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/publishers/:handle/audit",
    name: "publishers.audit",
    summary: "Read what was done in a publisher",
    replies: { 200: publisherAuditPage },
    access: user("audit:read"),
    params: z.object({ handle }),
    query: listPublisherAuditQuery,
    async handle({ caller, params, query }) {
      const { data, page } = await listPublisherAudit(context, caller, params.handle, query)
      return ok({ data: data.map(publisherAuditEntry), page })
    },
  }),
  route({
    method: "GET",
    path: "/v1/audit/checkpoint",
    name: "audit.checkpoint",
    summary: "Tell how far the audit log is chained",
    replies: { 200: signedAuditCheckpoint },
    access: anyone,
    async handle() {
      return ok({ jws: await signedCheckpoint(context) }, { publicForMs: limits.auditCheckpointMaxAgeMs })
    },
  }),
  route({
    method: "GET",
    path: "/v1/admin/audit",
    name: "moderation.audit",
    summary: "Search the audit log",
    replies: { 200: auditPage },
    access: moderator("reader"),
    query: listAuditQuery,
    async handle({ query }) {
      const { data, page } = await listAudit(context, query)
      return ok({ data: data.map(moderatedAuditEntry), page })
    },
  }),
]

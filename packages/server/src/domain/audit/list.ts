import type { Page } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { type PageRequest, readPage } from "../paging/cursor.ts"
import { requireRole } from "../publishers/permissions.ts"
import { notFound } from "../refusal.ts"
import type { AuditRecord } from "./audit.ts"
import type { AuditFilter } from "./store.ts"

/** What a moderator looks for in the log. */
export interface ListAudit extends PageRequest {
  readonly subject?: string | undefined
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly sinceMs?: number | undefined
  readonly untilMs?: number | undefined
}

/** The log of the whole registry, newest first. */
export async function listAudit(context: AppContext, query: ListAudit): Promise<Page<AuditRecord>> {
  const { subject: subjectId, actor: actorId, action, sinceMs, untilMs } = query
  const filter = { subjectId, actorId, action, sinceMs, untilMs }
  return await readAudit(context, "audit", filter, query)
}

/**
 * A publisher's own slice of the log, newest first, for its members. What happened to a listing before it moved here
 * stays with the publisher it happened under.
 * @throws Refusal NOT_FOUND for whoever is no member, ROLE_NOT_ALLOWED.
 */
export async function listPublisherAudit(
  context: AppContext,
  caller: UserPrincipal,
  handle: string,
  request: PageRequest,
): Promise<Page<AuditRecord>> {
  const { publishers } = context.store.read
  const publisher = await publishers.findByHandle(handle)
  const role = publisher && (await publishers.roleOf(publisher.publisherId, caller.user.userId))
  if (publisher === undefined || role === undefined) throw notFound("publisher")
  requireRole(role, "audit.read")
  return await readAudit(context, "publisher-audit", { publisherId: publisher.publisherId }, request)
}

const readAudit = (
  context: AppContext,
  list: string,
  filter: AuditFilter,
  request: PageRequest,
): Promise<Page<AuditRecord>> =>
  readPage(
    context,
    { list, filter: { ...filter } },
    request,
    // The log has one order, that of its numbers, so they stand where other lists have a time.
    ({ after, limit }) => context.store.read.audit.search(filter, after?.atMs ?? Number.MAX_SAFE_INTEGER, limit),
    ({ seq }) => ({ atMs: seq, id: "" }),
  )

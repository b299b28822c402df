import { type AuditEntry, auditPage, type ListAuditQuery } from "../contracts/audit-log.ts"
import { callerOf, type Client } from "../caller-of.ts"
import type { CallOptions } from "../endpoint.ts"
import { type Paged, pagedOf } from "../paging.ts"
import { type ListingModeration, listingModerationOf } from "./listings.ts"
import { type PublisherModeration, publisherModerationOf } from "./publishers.ts"
import { type Reports, reportsOf } from "./reports.ts"
import { type TargetAdministration, targetAdministrationOf } from "./targets.ts"
import { type UserModeration, userModerationOf } from "./users.ts"

/** What moderators and admins do. All of it needs a role and `moderation`; to anybody else it is not there. */
export interface Admin {
  readonly reports: Reports
  readonly listings: ListingModeration
  readonly publishers: PublisherModeration
  readonly users: UserModeration
  readonly targets: TargetAdministration
  /** Lists what was done in the whole registry, newest first. */
  audit(query?: ListAuditQuery, options?: CallOptions): Paged<AuditEntry>
}

/**
 * The part of the API for those who run a registry, loaded apart because hardly anybody needs it.
 * @example
 * const admin = adminOf(new FleetPrompt({ baseUrl, token }))
 * for await (const report of admin.reports.list()) console.log(report.listing.slug, report.reason)
 */
export function adminOf(client: Client): Admin {
  const call = client[callerOf]
  return {
    reports: reportsOf(call),
    listings: listingModerationOf(call),
    publishers: publisherModerationOf(call),
    users: userModerationOf(call),
    targets: targetAdministrationOf(call),
    audit: (query = {}, options) => pagedOf(call, { path: () => "/v1/admin/audit", query, reply: auditPage }, options),
  }
}

import type { AuditRecord } from "../audit/audit.ts"
import { listAudit } from "../audit/list.ts"
import type { AppContext } from "../context.ts"
import type { Release } from "../releases/release.ts"
import type { ReportView } from "../reports/report.ts"
import { getModeratedListing } from "./get.ts"
import type { ModeratedListing } from "./restore.ts"

/** Everything a moderator decides about a listing by. */
export interface Case extends ModeratedListing {
  /** Undefined before the first one. */
  readonly release: Release | undefined
  /** Newest first; at most a hundred. */
  readonly reports: readonly ReportView[]
  /** What was done to it, newest first. */
  readonly history: readonly AuditRecord[]
}

const reportsMax = 100
const historyMax = 20

/** A listing with its latest release, what was complained of and what was done so far. @throws Refusal NOT_FOUND. */
export async function getCase(context: AppContext, slug: string): Promise<Case> {
  const { listing, suspension } = await getModeratedListing(context, slug)
  const { listingId, latestVersion } = listing
  const { releases, reports } = context.store.read
  const [release, complaints, history] = await Promise.all([
    latestVersion === null ? undefined : releases.findByVersion(listingId, latestVersion),
    reports.listOfListing(listingId, reportsMax),
    historyOf(context, listingId),
  ])
  return { listing, suspension, release, reports: complaints, history }
}

/** What was done to something lately, newest first. */
export const historyOf = async (context: AppContext, subject: string): Promise<readonly AuditRecord[]> =>
  (await listAudit(context, { subject, limit: historyMax })).data

import type { ListingStatus, ModerationReason, ReportStatus } from "@fleetprompt/sdk/contracts"

/** A complaint about a listing. Nothing in it says who made it. */
export interface Report {
  readonly reportId: string
  readonly listingId: string
  readonly reason: ModerationReason
  readonly note: string
  readonly status: ReportStatus
  readonly createdAtMs: number
  readonly resolution: Resolution | null
}

/** What a moderator made of a report; `userId` is null for the operator. */
export interface Resolution {
  readonly note: string
  readonly userId: string | null
  readonly atMs: number
}

/** A report with what the listing is called and where it stands now. */
export interface ReportView extends Report {
  readonly slug: string
  readonly listingStatus: ListingStatus
}

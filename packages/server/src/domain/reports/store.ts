import type { ReportStatus } from "@fleetprompt/sdk/contracts"
import type { SeekPage } from "../paging/seek.ts"
import type { Report, ReportView, Resolution } from "./report.ts"

export interface ReportReads {
  /** Reports of that status by `createdAtMs` and id, oldest first: the one that waits longest leads. */
  list(status: ReportStatus, page: SeekPage): Promise<ReportView[]>
  /** Reports of one listing, newest first, at most so many. */
  listOfListing(listingId: string, limit: number): Promise<ReportView[]>
}

export interface ReportStore extends ReportReads {
  /** False where the same reporter already has a report of this listing for this reason. */
  insert(report: Report, reporterHash: string): Promise<boolean>
  /** The report; other transactions that lock it wait until this one ends. */
  lock(reportId: string): Promise<ReportView | undefined>
  /** Closes a locked report. */
  resolve(reportId: string, status: Exclude<ReportStatus, "open">, resolution: Resolution): Promise<void>
  /** Removes the hash of who reported from reports made before that moment; returns how many had one. */
  forgetReporters(beforeMs: number): Promise<number>
}

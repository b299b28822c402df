import type { Call } from "../call.ts"
import {
  type ListReportsQuery,
  type Report,
  report,
  reportPage,
  type ResolveReportRequest,
} from "../contracts/moderation.ts"
import type { Caller, CallOptions, CreateOptions } from "../endpoint.ts"
import { type Paged, pagedOf } from "../paging.ts"
import { path } from "../path.ts"

/** What people say is wrong with listings. The notes were written by strangers. */
export interface Reports {
  /** Lists reports, the open ones unless said otherwise, oldest first. */
  list(query?: ListReportsQuery, options?: CallOptions): Paged<Report>
  /** Closes a report; the same decision again is no error. */
  resolve(reportId: string, body: ResolveReportRequest, options?: CreateOptions): Call<Report>
}

export const reportsOf = (call: Caller): Reports => ({
  list: (query = {}, options) => pagedOf(call, { path: () => "/v1/admin/reports", query, reply: reportPage }, options),
  resolve: (reportId, body, options) =>
    call({ method: "POST", path: () => path`/v1/admin/reports/${reportId}/resolution`, body, reply: report }, options),
})

import type { Page, ReportStatus } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { type PageRequest, readPage } from "../paging/cursor.ts"
import type { ReportView } from "./report.ts"

/** The moderators' queue of one status, oldest first. */
export async function listReports(
  context: AppContext,
  query: PageRequest & { readonly status: ReportStatus },
): Promise<Page<ReportView>> {
  return await readPage(
    context,
    { list: "reports", filter: query.status },
    query,
    (page) => context.store.read.reports.list(query.status, page),
    (report) => ({ atMs: report.createdAtMs, id: report.reportId }),
  )
}

import { limits, reportStatuses, type ReportStatus } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { listSuspensions } from "../../../domain/moderation/list-suspensions.ts"
import type { SuspensionView } from "../../../domain/moderation/suspension.ts"
import { listReports } from "../../../domain/reports/list.ts"
import type { ReportView } from "../../../domain/reports/report.ts"
import { moderating } from "../../../http/access.ts"
import { adminHref, caseHref } from "../../address.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { AdminFrame } from "../../parts/admin/admin-frame.tsx"
import { DenseTable } from "../../parts/dense-table.tsx"
import { Notice } from "../../parts/notice.tsx"
import { Said } from "../../parts/text.tsx"
import { Age } from "../../parts/time.tsx"
import { cursor, optionally } from "../../query.ts"
import { complaintWords, plural } from "../../words.ts"
import { NextPage } from "../../parts/next-page.tsx"

const limit = limits.pageSizeDefault

/** What waits for a moderator, the oldest first. */
export const queuePages = (context: AppContext) => [
  page({
    path: adminHref,
    name: "pages.reports",
    summary: "Show the reports that wait for a moderator",
    access: moderating("reader"),
    query: z.object({ status: optionally(z.enum(reportStatuses)), cursor }),
    async handle({ query: { status = "open", cursor: at }, frame }) {
      const [reports, appeals] = await Promise.all([
        listReports(context, { status, limit, cursor: at }),
        listSuspensions(context, { appealed: true, limit }),
      ])
      const shown = { frame, status, reports: reports.data, next: reports.page.nextCursor, appeals: appeals.data }
      return html(<QueuePage {...shown} />)
    },
  }),
]

interface QueueProps {
  readonly frame: Frame
  readonly status: ReportStatus
  readonly reports: readonly ReportView[]
  readonly next: string | null
  readonly appeals: readonly SuspensionView[]
}

const statusWords: Record<ReportStatus, string> = {
  open: "Open",
  actioned: "Acted on",
  dismissed: "Dismissed",
}

const QueuePage = ({ frame, status, reports, next, appeals }: QueueProps) => (
  <AdminFrame frame={frame} title="Reports" at={adminHref}>
    {appeals.length > 0 && (
      <Notice tone="warn">
        <p>
          <a href={`${adminHref}/suspensions?appealed=true`}>
            {appeals.length === limit ? `${limit} or more appeals` : plural(appeals.length, "appeal")}
          </a>{" "}
          against suspensions.
        </p>
      </Notice>
    )}
    <nav class="tabs" aria-label="Which reports">
      {reportStatuses.map((each) => (
        <a
          href={each === "open" ? adminHref : `${adminHref}?status=${each}`}
          {...(each === status && { "aria-current": "page" })}
        >
          {statusWords[each]}
        </a>
      ))}
    </nav>
    {reports.length === 0 ? (
      <div class="empty">
        <h2>{status === "open" ? "No report waits" : "None of these"}</h2>
        <p>Everybody can report a listing from its page. The oldest report stands first.</p>
      </div>
    ) : (
      <DenseTable label={`Reports: ${statusWords[status]}`} head={["Listing", "Complaint", "In their words", "Made"]}>
        {reports.map((report) => (
          <Row frame={frame} report={report} />
        ))}
      </DenseTable>
    )}
    <NextPage href={adminHref} query={{ status }} nextCursor={next} next="Later reports" />
  </AdminFrame>
)

const Row = ({ frame, report }: { frame: Frame; report: ReportView }) => (
  <tr>
    <th scope="row">
      <a class="slug" href={`${caseHref(report.slug)}#${report.reportId}`}>
        {report.slug}
      </a>
      <div class="soft">{report.listingStatus}</div>
    </th>
    <td>{complaintWords[report.reason]}</td>
    <td class="words">{report.note === "" ? <span class="soft">nothing</span> : <Said text={cut(report.note)} />}</td>
    <td>
      <Age atMs={report.createdAtMs} nowMs={frame.nowMs} />
    </td>
  </tr>
)

const cut = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text)

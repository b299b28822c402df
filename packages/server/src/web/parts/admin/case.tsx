import { limits } from "@fleetprompt/sdk/contracts"
import type { Case } from "../../../domain/moderation/case.ts"
import { includesRole } from "../../../domain/moderation/require-moderator.ts"
import { type Listing, slugOf } from "../../../domain/listings/listing.ts"
import type { Release } from "../../../domain/releases/release.ts"
import type { ReportView } from "../../../domain/reports/report.ts"
import { adminHref, caseHref, listingHref, moderatedPublisherHref } from "../../address.ts"
import { type Form, newForm } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { kindWords, suspensionWords, complaintWords } from "../../words.ts"
import { ConfirmBySlug, confirmLabel } from "../confirm-by-slug.tsx"
import { ErrorSummary } from "../error-summary.tsx"
import { TextArea } from "../field.tsx"
import { descriptionOf, notesOf } from "../outline.ts"
import { Prose } from "../raw-html.tsx"
import { Said } from "../text.tsx"
import { Age, TimeOfDay } from "../time.tsx"
import { OneFrame } from "./admin-frame.tsx"
import { History } from "./history.tsx"
import { ReasonField } from "./reason-field.tsx"

/** What was sent and came back, and what has just been done. */
export interface CaseForms {
  readonly suspend?: Form<"reason" | "note" | "confirm">
  readonly restore?: Form
  readonly resolve?: { readonly reportId: string; readonly form: Form<"note"> }
  readonly done?: keyof typeof doneWords | undefined
}

export const suspensionForm = (slug: string): Form<"reason" | "note" | "confirm"> =>
  newForm({ reason: "Reason", note: "What its members are told", confirm: confirmLabel(slug) }, {}, "suspend-")

export const resolutionForm = (reportId: string): Form<"note"> =>
  newForm({ note: "Note for moderators" }, {}, `${reportId}-`)

const doneWords = {
  suspended: "Suspended. Nobody sees it any more, and no install of it goes on.",
  restored: "Restored. It stands as it did before, unless its publisher is locked.",
  resolved: "The report is settled.",
}

interface CaseProps {
  readonly frame: Frame
  readonly found: Case
  readonly forms: CaseForms
}

export const CasePage = ({ frame, found, forms }: CaseProps) => {
  const { listing, release, reports, history } = found
  const slug = slugOf(listing)
  return (
    <OneFrame
      frame={frame}
      title={slug}
      at={adminHref}
      heading={<span class="slug">{slug}</span>}
      list="Reports"
      done={forms.done && doneWords[forms.done]}
      known={
        <>
          <Reports frame={frame} slug={slug} reports={reports} forms={forms} />
          <Evidence listing={listing} release={release} />
        </>
      }
      acts={
        <>
          <Standing frame={frame} found={found} forms={forms} />
          <History subject={listing.listingId} entries={history} />
        </>
      }
    />
  )
}

interface ReportsProps {
  readonly frame: Frame
  readonly slug: string
  readonly reports: readonly ReportView[]
  readonly forms: CaseForms
}

const Reports = ({ frame, slug, reports, forms }: ReportsProps) => (
  <section aria-labelledby="reports">
    <h2 id="reports">Reports</h2>
    {reports.length === 0 && <p class="soft">Nobody has reported it.</p>}
    {reports.map((report) => (
      <article class="report" id={report.reportId}>
        <h3>
          {complaintWords[report.reason]}
          {report.status === "open" && <span class="tag-state">open</span>}
        </h3>
        <p class="soft">
          Reported <Age atMs={report.createdAtMs} nowMs={frame.nowMs} />. Nothing is known of who did.
        </p>
        {report.note !== "" && (
          <blockquote>
            <Said text={report.note} />
          </blockquote>
        )}
        <Settling frame={frame} slug={slug} report={report} forms={forms} />
      </article>
    ))}
  </section>
)

interface SettlingProps extends Omit<ReportsProps, "reports"> {
  readonly report: ReportView
}

const Settling = ({ frame, slug, report, forms }: SettlingProps) => {
  const { reportId, resolution, status } = report
  const form = forms.resolve?.reportId === reportId ? forms.resolve.form : resolutionForm(reportId)
  if (resolution !== null) {
    return (
      <>
        <ErrorSummary form={form}>Nothing was changed.</ErrorSummary>
        <p>
          {status === "actioned" ? "Acted on" : "Dismissed"} <TimeOfDay atMs={resolution.atMs} />
          {resolution.note !== "" && (
            <>
              : <Said text={resolution.note} />
            </>
          )}
        </p>
      </>
    )
  }
  if (!includesRole(frame.role, "moderator")) return null
  return (
    <form class="form" method="post" action={`${caseHref(slug)}/reports/${reportId}`}>
      <ErrorSummary form={form}>The report is still open.</ErrorSummary>
      <TextArea form={form} name="note" optional with={{ rows: 2, maxlength: limits.moderationNoteLengthMax }} />
      <p class="choices">
        <button type="submit" name="action" value="actioned">
          Mark as acted on
        </button>
        <button type="submit" class="second" name="action" value="dismissed">
          Dismiss
        </button>
      </p>
    </form>
  )
}

/** The words as the public reads them, or read them. */
const Evidence = ({ listing, release }: { listing: Listing; release: Release | undefined }) => {
  const { html } = descriptionOf(listing.description)
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">What it says</h2>
      <h3>
        <Said text={listing.name} />
      </h3>
      <p>
        <Said text={listing.summary} />
      </p>
      {html === "" ? <p class="soft">No description.</p> : <Prose html={html} />}
      <dl class="asked">
        <dt>Kind</dt>
        <dd>{kindWords[listing.assetKind].one}</dd>
        <dt>Tags</dt>
        <dd>{listing.tags.join(", ") || "none"}</dd>
        <dt>Documentation</dt>
        <dd>{listing.docsUrl === null ? "none" : <Said text={listing.docsUrl} />}</dd>
        <dt>Repository</dt>
        <dd>{listing.repoUrl === null ? "none" : <Said text={listing.repoUrl} />}</dd>
        <dt>Installs</dt>
        <dd>{listing.installs.toLocaleString("en")}</dd>
      </dl>
      {release !== undefined && (
        <>
          <h3>Notes of {release.version}</h3>
          {release.notes === "" ? <p class="soft">None.</p> : <Prose html={notesOf(release.notes)} />}
        </>
      )}
    </section>
  )
}

const Standing = ({ frame, found: { listing, suspension }, forms }: CaseProps) => {
  const slug = slugOf(listing)
  const mayAct = includesRole(frame.role, "moderator")
  const { handle } = listing.publisher
  return (
    <section aria-labelledby="standing">
      <h2 id="standing">How it stands</h2>
      <dl class="asked">
        <dt>Status</dt>
        <dd>
          {suspension === undefined && listing.firstPublishedAtMs !== null ? (
            <a href={listingHref(slug)}>{listing.status}</a>
          ) : (
            listing.status
          )}
        </dd>
        <dt>Publisher</dt>
        <dd>
          <a href={moderatedPublisherHref(handle)}>{handle}</a>
          {listing.publisher.lockedAtMs !== null && <span class="tag-state bad">locked</span>}
        </dd>
        {suspension !== undefined && (
          <>
            <dt>Suspended</dt>
            <dd>
              <TimeOfDay atMs={suspension.suspendedAtMs} />
            </dd>
            <dt>Because</dt>
            <dd>{suspensionWords[suspension.reason]}</dd>
            <dt>Its members were told</dt>
            <dd>{suspension.note === "" ? "nothing more" : <Said text={suspension.note} />}</dd>
          </>
        )}
      </dl>
      {suspension?.appeal && (
        <div class="notice warn" role="note">
          <div>
            <h3>Their appeal</h3>
            <blockquote>
              <Said text={suspension.appeal.note} />
            </blockquote>
            <p class="soft">
              <TimeOfDay atMs={suspension.appeal.atMs} />
            </p>
          </div>
        </div>
      )}
      {mayAct && suspension === undefined && <SuspendForm slug={slug} form={forms.suspend ?? suspensionForm(slug)} />}
      {mayAct && suspension !== undefined && (
        <RestoreForm slug={slug} form={forms.restore ?? newForm({})} statusBefore={suspension.statusBefore} />
      )}
    </section>
  )
}

const SuspendForm = ({ slug, form }: { slug: string; form: Form<"reason" | "note" | "confirm"> }) => (
  <ConfirmBySlug
    form={form}
    action={`${caseHref(slug)}/suspension`}
    slug={slug}
    button="Suspend listing"
    consequence={
      <p>
        It leaves every page, search and the API at once, and open installs of it are canceled. What is installed stays
        where it is; its targets are told. Its members see the reason and your words, and can appeal once.
      </p>
    }
  >
    <ReasonField form={form} />
    <TextArea form={form} name="note" optional with={{ rows: 3, maxlength: limits.moderationNoteLengthMax }} />
  </ConfirmBySlug>
)

const RestoreForm = ({ slug, form, statusBefore }: { slug: string; form: Form; statusBefore: string }) => (
  <form class="form" method="post" action={`${caseHref(slug)}/restoration`}>
    <ErrorSummary form={form}>It is still suspended.</ErrorSummary>
    <p>It becomes {statusBefore} again, and targets that hold it are told. Canceled installs stay canceled.</p>
    <p>
      <button type="submit">Restore listing</button>
    </p>
  </form>
)

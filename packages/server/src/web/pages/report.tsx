import { limits, moderationReasons, reportListingRequest } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { getListing } from "../../domain/listings/get.ts"
import { type Listing, slugOf } from "../../domain/listings/listing.ts"
import { fileReport, reporterHashOf } from "../../domain/reports/file.ts"
import { visitor } from "../../http/access.ts"
import { slugParams } from "../../http/api/paths.ts"
import { redirect } from "../../http/reply.ts"
import { listingHref } from "../address.ts"
import { type Form, newForm, orAgain, sentBack, typedInto } from "../form.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { ErrorSummary } from "../parts/error-summary.tsx"
import { RadioField, TextArea } from "../parts/field.tsx"
import { Icon } from "../parts/icons.tsx"
import { Said } from "../parts/text.tsx"
import { optionally } from "../query.ts"
import { orMoved } from "../show-listing.ts"
import { complaintWords } from "../words.ts"

const path = "/listings/:publisher/:name/report"
const hrefOf = (slug: string): string => `${listingHref(slug)}/report`

const labels = { reason: "What is wrong with it?", note: "What should the moderators know?" }
type ReportForm = Form<keyof typeof labels>

/** A complaint about a listing, from anyone. */
export const reportPages = (context: AppContext) => [
  page({
    path,
    name: "pages.report",
    summary: "Show the form to report a listing",
    access: visitor,
    params: slugParams,
    query: z.object({ sent: optionally(z.literal("yes")) }),
    handle: async ({ params: { slug }, query, frame }) =>
      await orMoved(context, slug, hrefOf, async () => {
        const listing = await getListing(context, undefined, { slug })
        return html(
          query.sent === undefined ? (
            <ReportPage frame={frame} listing={listing} form={newForm(labels)} />
          ) : (
            <ReportedPage frame={frame} listing={listing} />
          ),
        )
      }),
  }),
  page({
    method: "POST",
    path,
    name: "pages.sendReport",
    summary: "Report a listing",
    access: visitor,
    limit: "report",
    params: slugParams,
    form: reportListingRequest,
    async handle({ requestId, clientNetwork, params: { slug }, form, frame }) {
      const again = async (shown: ReportForm) => {
        const listing = await getListing(context, undefined, { slug })
        return html(<ReportPage frame={frame} listing={listing} form={shown} />, { status: 422 })
      }
      if (!form.ok) return await again(sentBack(newForm(labels), form))
      return await orAgain(typedInto(newForm(labels), form.typed), {}, again, async () => {
        const reporterHash = reporterHashOf(context, clientNetwork)
        await fileReport(context, { ...form.data, requestId, slug, reporterHash, claim: undefined })
        return redirect(`${hrefOf(slug)}?sent=yes`, 303)
      })
    },
  }),
]

const ReportPage = ({ frame, listing, form }: { frame: Frame; listing: Listing; form: ReportForm }) => {
  const isWrong = form.wrong.length > 0
  return (
    <Layout frame={frame} title={`${isWrong ? "Not sent: report" : "Report"} ${slugOf(listing)} · FleetPrompt`}>
      <article class="essay">
        <h1>Report a listing</h1>
        <About listing={listing} />
        <p class="soft">
          The moderators of this registry read it. Nothing is kept about you, and the publisher is not told who
          reported.
        </p>
        <ErrorSummary form={form}>The report was not sent.</ErrorSummary>
        <form class="form" method="post" action={hrefOf(slugOf(listing))}>
          <RadioField form={form} name="reason" options={reasons} />
          <TextArea
            form={form}
            name="note"
            help="Where to look, and how you know. Do not paste passwords or keys."
            optional
            with={{ maxlength: limits.moderationNoteLengthMax }}
          />
          <p>
            <button type="submit">Send report</button>
          </p>
        </form>
      </article>
    </Layout>
  )
}

const reasons = moderationReasons.map((reason) => [reason, complaintWords[reason]] as const)

const ReportedPage = ({ frame, listing }: { frame: Frame; listing: Listing }) => (
  <Layout frame={frame} title={`Reported ${slugOf(listing)} · FleetPrompt`}>
    <article class="essay">
      <h1>Thank you</h1>
      <output class="notice good">
        <Icon name="check" />
        <span>Your report is with the moderators.</span>
      </output>
      <About listing={listing} />
    </article>
  </Layout>
)

const About = ({ listing }: { listing: Listing }) => (
  <p>
    <a href={listingHref(slugOf(listing))}>
      <Said text={listing.name} />
    </a>{" "}
    <span class="slug">{slugOf(listing)}</span>
  </p>
)

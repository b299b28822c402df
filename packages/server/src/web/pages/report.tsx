import { limits, type ModerationReason, moderationReasons, reportListingRequest } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { getListing } from "../../domain/listings/get.ts"
import { type Listing, slugOf } from "../../domain/listings/listing.ts"
import { Refusal } from "../../domain/refusal.ts"
import { fileReport, reporterHashOf } from "../../domain/reports/file.ts"
import { visitor } from "../../http/access.ts"
import { slugParams } from "../../http/api/paths.ts"
import { redirect } from "../../http/reply.ts"
import { listingHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { Icon } from "../parts/icons.tsx"
import { Said } from "../parts/text.tsx"
import { optionally } from "../query.ts"
import { orMoved } from "../show-listing.ts"
import { complaintWords } from "../words.ts"

const path = "/listings/:publisher/:name/report"
const hrefOf = (slug: string): string => `${listingHref(slug)}/report`

/** What somebody wrote, and what of it could not be taken. */
interface Draft {
  readonly reason?: string | undefined
  readonly note?: string | undefined
  readonly wrong: Readonly<Record<string, string>>
}

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
            <ReportPage frame={frame} listing={listing} draft={{ wrong: {} }} />
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
      const again = async (draft: Draft) => {
        const listing = await getListing(context, undefined, { slug })
        return html(<ReportPage frame={frame} listing={listing} draft={draft} />, { status: 422 })
      }
      if (!form.ok) {
        const wrong = Object.fromEntries(form.issues.map(({ pointer, message }) => [pointer.slice(1), message]))
        return await again({ ...form.typed, wrong })
      }
      try {
        const reporterHash = reporterHashOf(context, clientNetwork)
        await fileReport(context, { ...form.data, requestId, slug, reporterHash, claim: undefined })
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== "SECRET_DETECTED") throw error
        return await again({
          reason: form.data.reason,
          wrong: { note: "seems to hold a secret. Describe it instead." },
        })
      }
      return redirect(`${hrefOf(slug)}?sent=yes`, 303)
    },
  }),
]

const ReportPage = ({ frame, listing, draft }: { frame: Frame; listing: Listing; draft: Draft }) => {
  const isWrong = Object.keys(draft.wrong).length > 0
  return (
    <Layout frame={frame} title={`${isWrong ? "Not sent: report" : "Report"} ${slugOf(listing)} · FleetPrompt`}>
      <article class="essay">
        <h1>Report a listing</h1>
        <About listing={listing} />
        <p class="soft">
          The moderators of this registry read it. Nothing is kept about you, and the publisher is not told who
          reported.
        </p>
        {isWrong && (
          <div class="notice bad" role="alert">
            <Icon name="warning" />
            <p>The report was not sent. Correct what is marked below.</p>
          </div>
        )}
        <form class="form" method="post" action={hrefOf(slugOf(listing))}>
          <fieldset class="field" {...(draft.wrong["reason"] && { "aria-describedby": "reason-wrong" })}>
            <legend>What is wrong with it?</legend>
            {moderationReasons.map((reason: ModerationReason) => (
              <label htmlFor={`reason-${reason}`}>
                <input
                  id={`reason-${reason}`}
                  type="radio"
                  name="reason"
                  value={reason}
                  required
                  checked={draft.reason === reason}
                />
                <span>{complaintWords[reason]}</span>
              </label>
            ))}
            {draft.wrong["reason"] && (
              <p class="wrong" id="reason-wrong">
                Choose one of these.
              </p>
            )}
          </fieldset>
          <div class="field">
            <label htmlFor="note">What should the moderators know?</label>
            <p class="soft" id="note-help">
              Where to look, and how you know. Do not paste passwords or keys.
            </p>
            <textarea
              id="note"
              name="note"
              maxlength={limits.moderationNoteLengthMax}
              aria-describedby={draft.wrong["note"] ? "note-help note-wrong" : "note-help"}
              {...(draft.wrong["note"] && { "aria-invalid": "true" })}
            >
              {draft.note ?? ""}
            </textarea>
            {draft.wrong["note"] && (
              <p class="wrong" id="note-wrong">
                It {draft.wrong["note"]}
              </p>
            )}
          </div>
          <p>
            <button type="submit">Send report</button>
          </p>
        </form>
      </article>
    </Layout>
  )
}

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

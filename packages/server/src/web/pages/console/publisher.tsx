import { handle, limits, updatePublisherRequest } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { getOwnPublisher } from "../../../domain/publishers/get-own.ts"
import { may, requireRole } from "../../../domain/publishers/permissions.ts"
import type { Publisher } from "../../../domain/publishers/publisher.ts"
import { updatePublisher } from "../../../domain/publishers/update.ts"
import { signedIn } from "../../../http/access.ts"
import { redirect } from "../../../http/reply.ts"
import { consoleHref, ownPublisherHref } from "../../address.ts"
import { type Form, newForm, orAgain, orNull, sentBack, typedInto } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { DoneNotice } from "../../parts/console/done-notice.tsx"
import { OwnPublisherFrame } from "../../parts/console/own-publisher-frame.tsx"
import { ErrorSummary } from "../../parts/error-summary.tsx"
import { TextField } from "../../parts/field.tsx"
import { Said } from "../../parts/text.tsx"
import { optionally } from "../../query.ts"

const path = `${consoleHref}/publishers/:handle`
const labels = { displayName: "Name that people read", description: "Description", homepageUrl: "Home page" }
type ProfileFields = Form<keyof typeof labels>
const { displayName, description, homepageUrl } = updatePublisherRequest.shape
const shared = { access: signedIn, params: z.object({ handle }) }

/** What a publisher says of itself. */
export const ownPublisherPages = (context: AppContext) => [
  page({
    ...shared,
    path,
    name: "pages.ownPublisher",
    summary: "Show one's own publisher, to change its profile",
    query: z.object({ done: optionally(z.literal("saved")) }),
    async handle({ caller, params, query, frame }) {
      const { publisher, role } = await getOwnPublisher(context, caller, params.handle)
      const shown = { frame, publisher, form: profileOf(publisher), done: query.done }
      return html(<ProfilePage {...shown} mayChange={may(role, "publisher.update")} />)
    },
  }),
  page({
    ...shared,
    method: "POST",
    path,
    name: "pages.savePublisher",
    summary: "Save the profile of a publisher",
    form: z.object({
      displayName,
      description: orNull(description),
      homepageUrl: orNull(homepageUrl),
      rowVersion: z.coerce.number<string>().int().positive(),
    }),
    async handle({ caller, requestId, params, form, frame }) {
      const { publisher, role } = await getOwnPublisher(context, caller, params.handle)
      requireRole(role, "publisher.update")
      const again = (shown: ProfileFields) =>
        html(<ProfilePage frame={frame} publisher={publisher} form={shown} mayChange />, { status: 422 })
      if (!form.ok) return again(sentBack(newForm(labels), form))
      const { rowVersion, ...patch } = form.data
      return await orAgain(
        typedInto(newForm(labels), form.typed),
        { ETAG_MISMATCH: "displayName" },
        again,
        async () => {
          const command = { caller, requestId, handle: params.handle, patch, expectedRowVersion: rowVersion }
          await updatePublisher(context, command)
          return redirect(`${ownPublisherHref(params.handle)}?done=saved`, 303)
        },
      )
    },
  }),
]

const profileOf = (publisher: Publisher): ProfileFields =>
  newForm(labels, {
    displayName: publisher.displayName,
    description: publisher.description ?? "",
    homepageUrl: publisher.homepageUrl ?? "",
  })

interface ProfileProps {
  readonly frame: Frame
  readonly publisher: Publisher
  readonly form: ProfileFields
  readonly mayChange: boolean
  readonly done?: "saved" | undefined
}

const ProfilePage = ({ frame, publisher, form, mayChange, done }: ProfileProps) => (
  <OwnPublisherFrame
    frame={frame}
    publisher={publisher}
    tab=""
    title={form.wrong.length === 0 ? "Profile of" : "Not saved: profile of"}
  >
    <DoneNotice done={done} words={{ saved: "Saved." }} />
    {mayChange ? (
      <>
        <ErrorSummary form={form}>Nothing was saved.</ErrorSummary>
        <form class="form" method="post" action={ownPublisherHref(publisher.handle)} data-unsaved>
          <input type="hidden" name="rowVersion" value={String(publisher.rowVersion)} />
          <TextField form={form} name="displayName" with={{ maxlength: limits.displayNameLengthMax }} />
          <TextField
            form={form}
            name="description"
            help="One line about who you are."
            optional
            with={{ maxlength: limits.summaryLengthMax }}
          />
          <TextField
            form={form}
            name="homepageUrl"
            type="url"
            optional
            with={{ maxlength: limits.urlLengthMax, pattern: "https://.+", placeholder: "https://" }}
          />
          <p>
            <button type="submit">Save</button>
          </p>
        </form>
      </>
    ) : (
      <>
        <p>{publisher.description !== null && <Said text={publisher.description} />}</p>
        <p class="soft">Only an owner changes the profile.</p>
      </>
    )}
  </OwnPublisherFrame>
)

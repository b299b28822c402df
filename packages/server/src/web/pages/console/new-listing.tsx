import { assetKinds, handle, limits, listingFields, listingName } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import type { UserPrincipal } from "../../../domain/identity/user.ts"
import { createListing } from "../../../domain/listings/create.ts"
import { getOwnPublisher, listMemberships } from "../../../domain/publishers/get-own.ts"
import type { Membership } from "../../../domain/publishers/publisher.ts"
import { signedIn } from "../../../http/access.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref, ownListingHref } from "../../address.ts"
import { type Form, newForm, orAgain, sentBack, typedInto } from "../../form.ts"
import { claimOf, formKey, newFormKey } from "../../form-key.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { Command } from "../../parts/command.tsx"
import { consolePlace } from "../../parts/console/place.ts"
import { ConsoleFrame } from "../../parts/console-frame.tsx"
import { ErrorSummary } from "../../parts/error-summary.tsx"
import { RadioField, SelectField, TextField } from "../../parts/field.tsx"
import { kindWords } from "../../words.ts"

const path = `${consoleHref}/new`
const labels = { publisher: "Publisher", assetKind: "Kind", slugName: "Address", name: "Name", summary: "Summary" }
type NewFields = Form<keyof typeof labels>

/** A new draft: as little as is needed for one. The rest is written in its editor. */
export const newListingPages = (context: AppContext) => [
  page({
    path,
    name: "pages.newListing",
    summary: "Show the form of a new listing",
    access: signedIn,
    handle: async ({ caller, frame }) => await showNew(context, caller, frame, newForm(labels)),
  }),
  page({
    method: "POST",
    path,
    name: "pages.createListing",
    summary: "Create a draft listing",
    access: signedIn,
    form: z.object({
      publisher: handle,
      assetKind: z.enum(assetKinds),
      slugName: listingName,
      name: listingFields.name,
      summary: listingFields.summary,
      key: formKey,
    }),
    async handle({ caller, requestId, form, frame }) {
      const again = (shown: NewFields) => showNew(context, caller, frame, shown)
      if (!form.ok) return await again(sentBack(newForm(labels), form))
      const { key, publisher, slugName, assetKind, name, summary } = form.data
      await getOwnPublisher(context, caller, publisher)
      const filled = typedInto(newForm(labels), form.typed)
      return await orAgain(filled, { SLUG_TAKEN: "slugName" }, again, async () => {
        const slug = `${publisher}/${slugName}`
        const content = { name, summary, description: "", tags: [], categories: [], docsUrl: null, repoUrl: null }
        const claim = claimOf(context, caller, `POST ${path}`, key, { slug, assetKind, name, summary })
        await createListing(context, { caller, requestId, claim, slug, assetKind, content })
        return redirect(`${ownListingHref(slug)}?done=created`, 303)
      })
    },
  }),
]

async function showNew(context: AppContext, caller: UserPrincipal, frame: Frame, form: NewFields): Promise<Reply> {
  const memberships = await listMemberships(context, caller)
  const shown = { frame, memberships, form, formKey: newFormKey(context) }
  return html(<NewListingPage {...shown} />, { status: form.wrong.length === 0 ? 200 : 422 })
}

interface NewListingProps {
  readonly frame: Frame
  readonly memberships: readonly Membership[]
  readonly form: NewFields
  readonly formKey: string
}

const NewListingPage = (props: NewListingProps) => (
  <ConsoleFrame
    frame={props.frame}
    title={props.form.wrong.length === 0 ? "New listing" : "Not created: new listing"}
    place={consolePlace}
    at={path}
    current="console"
    heading="New listing"
  >
    {props.memberships.length === 0 ? (
      <div class="empty">
        <h2>First a handle</h2>
        <p>
          A listing belongs to a publisher, and you are in none yet. <a href={consoleHref}>Claim a handle</a>, or ask
          somebody to add you to theirs.
        </p>
      </div>
    ) : (
      <NewListingForm {...props} />
    )}
  </ConsoleFrame>
)

const NewListingForm = ({ memberships, form, formKey: key }: NewListingProps) => (
  <>
    <ErrorSummary form={form}>The listing was not created.</ErrorSummary>
    <form class="form" method="post" action={path} data-unsaved>
      <input type="hidden" name="key" value={key} />
      <SelectField
        form={form}
        name="publisher"
        options={memberships.map(({ handle: name }) => [name, name] as const)}
      />
      <TextField
        form={form}
        name="slugName"
        help="What comes after the slash: lower-case letters, digits and single hyphens. It does not change."
        with={{
          minlength: 2,
          maxlength: limits.listingNameLengthMax,
          pattern: "[a-z0-9](-?[a-z0-9])+",
          autocapitalize: "none",
          autocomplete: "off",
          spellcheck: false,
        }}
      />
      <RadioField
        form={form}
        name="assetKind"
        help="Where the asset lives. It does not change."
        options={assetKinds.map((kind) => [kind, kindWords[kind].one] as const)}
      />
      <TextField form={form} name="name" with={{ maxlength: limits.displayNameLengthMax }} />
      <TextField
        form={form}
        name="summary"
        help="One line for lists and search. Say what it does, and for whom."
        with={{ maxlength: limits.summaryLengthMax }}
      />
      <p>
        <button type="submit">Create draft</button>
      </p>
    </form>
    <section>
      <h2>Or from your repository</h2>
      <p>A manifest keeps a listing and its releases in step with your code.</p>
      <Command line="fleetprompt init" label="the command that writes a manifest" />
    </section>
  </>
)

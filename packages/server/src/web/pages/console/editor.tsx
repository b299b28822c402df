import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { getOwnListing } from "../../../domain/listings/get-own.ts"
import { type Listing, slugOf } from "../../../domain/listings/listing.ts"
import { updateListing } from "../../../domain/listings/update.ts"
import { Refusal } from "../../../domain/refusal.ts"
import { signedIn } from "../../../http/access.ts"
import { slugParams } from "../../../http/api/paths.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref, ownListingHref } from "../../address.ts"
import { newForm, orAgain, sentBack, typedInto } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { DoneNotice } from "../../parts/console/done-notice.tsx"
import {
  WordInputs,
  type WordFields,
  wordLabels,
  wordsForm,
  wordsOfListing,
} from "../../parts/console/listing-words.tsx"
import { baseOf, changedSince, type Meanwhile, MeanwhileNotice } from "../../parts/console/meanwhile.tsx"
import { OwnListingFrame } from "../../parts/console/own-listing-frame.tsx"
import { Preview } from "../../parts/console/preview.tsx"
import { ErrorSummary } from "../../parts/error-summary.tsx"
import { optionally } from "../../query.ts"

const path = `${consoleHref}/listings/:publisher/:name`
const done = ["created", "saved"] as const
const editorForm = z.object({
  ...wordsForm,
  rowVersion: z.coerce.number<string>().int().positive(),
  base: z.string().max(200),
})
/** Every field may be filled to its limit with the letters that take most room in a form. */
const formBounds = { bytesMax: 400_000 }

/** The words of a listing, for those whose it is. */
export const editorPages = (context: AppContext) => [
  page({
    path,
    name: "pages.editListing",
    summary: "Show the words of one's own listing, to change them",
    access: signedIn,
    params: slugParams,
    query: z.object({ done: optionally(z.enum(done)) }),
    async handle({ caller, params: { slug }, query, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      return showEditor(context, frame, listing, {
        form: newForm(wordLabels, wordsOfListing(listing)),
        done: query.done,
      })
    },
  }),
  page({
    method: "POST",
    path,
    name: "pages.saveListing",
    summary: "Save the words of a listing",
    access: signedIn,
    params: slugParams,
    formBounds,
    form: editorForm,
    async handle({ caller, requestId, params: { slug }, form, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      const begun = begunIn(form.typed)
      const again = (shown: WordFields) => showEditor(context, frame, listing, { form: shown, begun, status: 422 })
      if (!form.ok) return again(sentBack(newForm(wordLabels), form))
      const { rowVersion, base, ...patch } = form.data
      const filled = typedInto(newForm(wordLabels), form.typed)
      const save = async (expectedRowVersion: number): Promise<Reply> => {
        await updateListing(context, { caller, requestId, slug, expectedRowVersion, patch })
        return redirect(`${ownListingHref(slug)}?done=saved`, 303)
      }
      return await orAgain(filled, {}, again, async () => {
        try {
          return await save(rowVersion)
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== "ETAG_MISMATCH") throw error
          const { listing: now } = await getOwnListing(context, caller, slug)
          const meanwhile = changedSince(context, base, filled, now)
          // A picture or a release is no change of words: what was typed still fits.
          if (meanwhile.changed.length === 0) return await save(now.rowVersion)
          return showEditor(context, frame, now, { form: meanwhile.form, meanwhile, status: 412 })
        }
      })
    },
  }),
  page({
    method: "POST",
    path: `${path}/preview`,
    name: "pages.previewListing",
    summary: "Show how a description will read, and keep what was typed",
    access: signedIn,
    params: slugParams,
    formBounds,
    form: z.object({ description: z.string().default("") }),
    async handle({ caller, params: { slug }, form, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      const shown = typedInto(newForm(wordLabels), form.typed)
      return showEditor(context, frame, listing, { form: shown, begun: begunIn(form.typed), isUnsaved: true })
    },
  }),
]

/** What the listing was when somebody began to write. */
interface Begun {
  readonly rowVersion: string
  readonly base: string
}

function begunIn({ rowVersion = "", base = "" }: Readonly<Record<string, string>>): Begun | undefined {
  return /^\d{1,15}$/.test(rowVersion) && /^[0-9a-f.]{1,200}$/.test(base) ? { rowVersion, base } : undefined
}

interface Editing {
  readonly form: WordFields
  readonly done?: (typeof done)[number] | undefined
  readonly meanwhile?: Meanwhile
  readonly isUnsaved?: boolean
  readonly begun?: Begun | undefined
  readonly status?: number
}

function showEditor(context: AppContext, frame: Frame, listing: Listing, editing: Editing): Reply {
  const { begun = { rowVersion: String(listing.rowVersion), base: baseOf(context, listing) } } = editing
  const shown = { frame, listing, editing, begun }
  return html(<EditorPage {...shown} />, { status: editing.status ?? 200 })
}

interface EditorProps {
  readonly frame: Frame
  readonly listing: Listing
  readonly editing: Editing
  readonly begun: Begun
}

const EditorPage = ({ frame, listing, editing, begun }: EditorProps) => {
  const { form, meanwhile } = editing
  const href = ownListingHref(slugOf(listing))
  const isUnsaved = editing.isUnsaved === true || form.wrong.length > 0 || meanwhile !== undefined
  return (
    <OwnListingFrame frame={frame} listing={listing} tab="" title={isUnsaved ? "Not saved:" : "Words of"}>
      <DoneNotice done={editing.done} words={doneWords} />
      {meanwhile && <MeanwhileNotice meanwhile={meanwhile} />}
      <ErrorSummary form={form}>Nothing was saved.</ErrorSummary>
      <form class="form editor" method="post" action={href} data-unsaved={isUnsaved ? "changed" : ""}>
        <input type="hidden" name="rowVersion" value={begun.rowVersion} />
        <input type="hidden" name="base" value={begun.base} />
        <WordInputs form={form} />
        <p class="choices">
          <button type="submit">{meanwhile ? "Save over it" : "Save"}</button>
          <button type="submit" class="second" formaction={`${href}/preview`} formnovalidate>
            Preview
          </button>
        </p>
      </form>
      <Preview markdown={form.values.description ?? ""} />
    </OwnListingFrame>
  )
}

const doneWords = {
  created: "The draft is there. Nobody else sees it before you publish it, which takes a release.",
  saved: "Saved.",
}

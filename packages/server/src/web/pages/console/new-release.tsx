import type { AppContext } from "../../../domain/context.ts"
import type { UserPrincipal } from "../../../domain/identity/user.ts"
import { getOwnListing } from "../../../domain/listings/get-own.ts"
import { type Listing, slugOf } from "../../../domain/listings/listing.ts"
import { getRelease } from "../../../domain/releases/get.ts"
import { previewRelease, type ReleasePreview } from "../../../domain/releases/preview.ts"
import { publishRelease } from "../../../domain/releases/publish.ts"
import { signedIn } from "../../../http/access.ts"
import { slugParams } from "../../../http/api/paths.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref, ownListingHref } from "../../address.ts"
import { newForm, orAgain, sentBack, typedInto } from "../../form.ts"
import { claimOf, newFormKey } from "../../form-key.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { OwnListingFrame } from "../../parts/console/own-listing-frame.tsx"
import {
  publishForm,
  type ReleaseFields,
  ReleaseHidden,
  releaseForm,
  ReleaseInputs,
  releaseLabels,
  valuesLike,
} from "../../parts/console/release-fields.tsx"
import { ErrorSummary } from "../../parts/error-summary.tsx"
import { Notice } from "../../parts/notice.tsx"
import { draftOf } from "../../parts/outline.ts"
import { Prose } from "../../parts/raw-html.tsx"
import { ReleaseDiff } from "../../parts/release-diff.tsx"

const path = `${consoleHref}/listings/:publisher/:name/releases`
const hrefOf = (slug: string): string => `${ownListingHref(slug)}/releases`
/** Notes may be filled to their limit with the letters that take most room in a form. */
const formBounds = { bytesMax: 250_000 }
const shared = { access: signedIn, params: slugParams }

/** A release is written, looked at, and only then published: it never changes afterwards. */
export const newReleasePages = (context: AppContext) => [
  page({
    ...shared,
    path: `${path}/new`,
    name: "pages.newRelease",
    summary: "Show the form of a new release",
    async handle({ caller, params: { slug }, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      const { latestVersion } = listing
      const latest = latestVersion === null ? undefined : await getRelease(context, caller, slug, latestVersion)
      return showForm(frame, listing, newForm(releaseLabels, valuesLike(latest?.release)))
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/preview`,
    name: "pages.previewRelease",
    summary: "Show what a release would be, before it is published",
    formBounds,
    form: releaseForm,
    async handle({ caller, params: { slug }, form, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      const again = (shown: ReleaseFields) => showForm(frame, listing, shown)
      if (!form.ok) return again(sentBack(newForm(releaseLabels), form))
      const filled = typedInto(newForm(releaseLabels), form.typed)
      return await orAgain(filled, { VERSION_EXISTS: "version" }, again, async () => {
        const preview = await previewRelease(context, caller, slug, form.data.release)
        return html(<PreviewPage frame={frame} preview={preview} form={filled} formKey={newFormKey(context)} />)
      })
    },
  }),
  page({
    ...shared,
    method: "POST",
    path,
    name: "pages.publishRelease",
    summary: "Publish an immutable release",
    limit: "publish",
    formBounds,
    form: publishForm,
    async handle({ caller, requestId, params: { slug }, form, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      const again = (shown: ReleaseFields) => showForm(frame, listing, shown)
      if (!form.ok) return again(sentBack(newForm(releaseLabels), form))
      const filled = typedInto(newForm(releaseLabels), form.typed)
      return await orAgain(filled, { VERSION_EXISTS: "version" }, again, () =>
        publish(context, { caller, requestId, slug }, form.data),
      )
    },
  }),
]

async function publish(
  context: AppContext,
  by: { readonly caller: UserPrincipal; readonly requestId: string; readonly slug: string },
  { key, release: content }: { readonly key: string; readonly release: Parameters<typeof previewRelease>[3] },
): Promise<Reply> {
  const claim = claimOf(context, by.caller, `POST ${path}`, key, { slug: by.slug, content })
  const { result } = await publishRelease(context, { ...by, claim, content })
  return redirect(`${hrefOf(by.slug)}?done=${result.result === "created" ? "published" : "unchanged"}`, 303)
}

const showForm = (frame: Frame, listing: Listing, form: ReleaseFields): Reply =>
  html(<NewReleasePage frame={frame} listing={listing} form={form} />, { status: form.wrong.length === 0 ? 200 : 422 })

interface FormProps {
  readonly frame: Frame
  readonly listing: Listing
  readonly form: ReleaseFields
}

const NewReleasePage = ({ frame, listing, form }: FormProps) => (
  <OwnListingFrame
    frame={frame}
    listing={listing}
    tab="/releases"
    title={form.wrong.length === 0 ? "New release of" : "Not published: release of"}
  >
    <h2>New release</h2>
    <ErrorSummary form={form}>Nothing was published.</ErrorSummary>
    <ReleaseForm listing={listing} form={form} />
  </OwnListingFrame>
)

const ReleaseForm = ({ listing, form }: Omit<FormProps, "frame">) => (
  <form class="form" method="post" action={`${hrefOf(slugOf(listing))}/preview`} data-unsaved>
    <ReleaseInputs form={form} kind={listing.assetKind} latestVersion={listing.latestVersion} />
    <p>
      <button type="submit">Look at it first</button>
    </p>
  </form>
)

interface PreviewProps {
  readonly frame: Frame
  readonly preview: ReleasePreview
  readonly form: ReleaseFields
  readonly formKey: string
}

const PreviewPage = ({ frame, preview, form, formKey: key }: PreviewProps) => {
  const { listing, offered, latest, isThere } = preview
  return (
    <OwnListingFrame frame={frame} listing={listing} tab="/releases" title={`Not published yet: ${offered.version} of`}>
      <h2>
        Publish <span class="version">{offered.version}</span>?
      </h2>
      {isThere ? (
        <Notice tone="plain">
          <p>This very content is published under {offered.version} already. There is nothing left to do.</p>
        </Notice>
      ) : (
        <Notice tone="warn">
          <p>
            A release never changes and is never deleted. What turns out wrong is revoked, for everybody to see, and
            comes again under another version.
          </p>
        </Notice>
      )}
      <dl class="pairs">
        <dt>Digest</dt>
        <dd>
          <code class="digest">{offered.digest}</code>
        </dd>
      </dl>
      <section>
        <h3>{latest === undefined ? "What it says" : `What is different from ${latest.version}`}</h3>
        <ReleaseDiff
          from={latest ?? { ...offered, version: "before", refs: {}, compatibility: {}, artifact: null, digest: "" }}
          to={offered}
        />
      </section>
      <section>
        <h3>Notes</h3>
        {offered.notes === "" ? <p class="soft">No notes.</p> : <Prose html={draftOf(offered.notes)} />}
      </section>
      {!isThere && (
        <form method="post" action={hrefOf(slugOf(listing))} data-unsaved="changed">
          <ReleaseHidden form={form} />
          <input type="hidden" name="key" value={key} />
          <button type="submit">Publish release {offered.version}</button>
        </form>
      )}
      <details>
        <summary>Change something first</summary>
        <ReleaseForm listing={listing} form={form} />
      </details>
    </OwnListingFrame>
  )
}

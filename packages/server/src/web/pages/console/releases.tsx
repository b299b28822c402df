import { limits, type Page, revocationReasons, revokeReleaseRequest } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { getOwnListing } from "../../../domain/listings/get-own.ts"
import { type Listing, slugOf } from "../../../domain/listings/listing.ts"
import { getRelease } from "../../../domain/releases/get.ts"
import { listReleases } from "../../../domain/releases/list.ts"
import type { Release } from "../../../domain/releases/release.ts"
import { revokeRelease } from "../../../domain/releases/revoke.ts"
import { signedIn } from "../../../http/access.ts"
import { releaseParams, slugParams } from "../../../http/api/paths.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { consoleHref, listingHref, ownListingHref, releaseHref } from "../../address.ts"
import { type Form, newForm, orAgain, orNull, sentBack, typedInto } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { ConfirmBySlug, confirmLabel, unconfirmed } from "../../parts/confirm-by-slug.tsx"
import { DoneNotice } from "../../parts/console/done-notice.tsx"
import { OwnListingFrame } from "../../parts/console/own-listing-frame.tsx"
import { DenseTable } from "../../parts/dense-table.tsx"
import { RadioField, TextField } from "../../parts/field.tsx"
import { NextPage } from "../../parts/next-page.tsx"
import { RevocationNote } from "../../parts/release-entries.tsx"
import { Day } from "../../parts/time.tsx"
import { cursor, optionally } from "../../query.ts"
import { revocationWords } from "../../words.ts"

const path = `${consoleHref}/listings/:publisher/:name/releases`
const hrefOf = (slug: string): string => `${ownListingHref(slug)}/releases`
const revokeHref = (slug: string, version: string): string => `${hrefOf(slug)}/${encodeURIComponent(version)}/revoke`
const done = ["published", "unchanged", "revoked"] as const
const { reason, note } = revokeReleaseRequest.shape

type RevokeFields = Form<"reason" | "note" | "confirm">
const revokeForm = (slug: string, version: string): RevokeFields =>
  newForm({
    reason: "Why?",
    note: "What should people know?",
    confirm: confirmLabel(`${slug}@${version}`),
  })

/** The releases of a listing for those whose it is, and the way to take one back. */
export const ownReleasePages = (context: AppContext) => [
  page({
    path,
    name: "pages.ownReleases",
    summary: "Show the releases of one's own listing",
    access: signedIn,
    params: slugParams,
    query: z.object({ cursor, done: optionally(z.enum(done)) }),
    async handle({ caller, params: { slug }, query, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      const request = { limit: limits.pageSizeDefault, cursor: query.cursor }
      const { releases } = await listReleases(context, caller, slug, request)
      return html(<ReleasesPage frame={frame} listing={listing} releases={releases} query={query} />)
    },
  }),
  page({
    path: `${path}/:version/revoke`,
    name: "pages.askRevocation",
    summary: "Ask why a release is to be revoked",
    access: signedIn,
    params: releaseParams,
    async handle({ caller, params: { slug, version }, frame }) {
      await getOwnListing(context, caller, slug)
      const { listing, release } = await getRelease(context, caller, slug, version)
      return showRevocation(frame, listing, release, revokeForm(slug, version))
    },
  }),
  page({
    method: "POST",
    path: `${path}/:version/revoke`,
    name: "pages.revokeRelease",
    summary: "Revoke a release for good",
    access: signedIn,
    params: releaseParams,
    form: z.object({ reason, note: orNull(note), confirm: z.string().default("") }),
    async handle({ caller, requestId, params: { slug, version }, form, frame }) {
      await getOwnListing(context, caller, slug)
      const { listing, release } = await getRelease(context, caller, slug, version)
      const again = (shown: RevokeFields) => showRevocation(frame, listing, release, shown)
      const empty = revokeForm(slug, version)
      if (!form.ok) return again(sentBack(empty, form))
      const filled = typedInto(empty, form.typed)
      const named = `${slug}@${version}`
      if (form.data.confirm !== named) return again(unconfirmed(filled, named))
      return await orAgain(filled, {}, again, async () => {
        await revokeRelease(context, { ...form.data, caller, requestId, slug, version })
        return redirect(`${hrefOf(slug)}?done=revoked`, 303)
      })
    },
  }),
]

interface ReleasesProps {
  readonly frame: Frame
  readonly listing: Listing
  readonly releases: Page<Release>
  readonly query: { readonly cursor?: string | undefined; readonly done?: (typeof done)[number] | undefined }
}

const ReleasesPage = ({ frame, listing, releases, query }: ReleasesProps) => {
  const slug = slugOf(listing)
  return (
    <OwnListingFrame frame={frame} listing={listing} tab="/releases" title="Releases of">
      <DoneNotice done={query.done} words={doneWords(listing)} />
      <p>
        <a class="button" href={`${hrefOf(slug)}/new`}>
          New release
        </a>
      </p>
      {releases.data.length === 0 ? (
        <p class="empty">Nothing was released yet. A listing takes one release before it can be published.</p>
      ) : (
        <DenseTable label="Releases" head={["Version", "Published", "State", ""]}>
          {releases.data.map((release) => (
            <tr>
              <th scope="row">
                <Version listing={listing} release={release} />
              </th>
              <td>
                <Day atMs={release.publishedAtMs} />
              </td>
              <td>
                <RevocationNote release={release} />
                {release.revocation === null && (release.version === listing.latestVersion ? "latest" : "live")}
              </td>
              <td>{release.revocation === null && <a href={revokeHref(slug, release.version)}>Revoke</a>}</td>
            </tr>
          ))}
        </DenseTable>
      )}
      <NextPage href={hrefOf(slug)} nextCursor={releases.page.nextCursor} isLater={query.cursor !== undefined} />
    </OwnListingFrame>
  )
}

const Version = ({ listing, release }: { listing: Listing; release: Release }) =>
  listing.status === "published" || listing.status === "unlisted" ? (
    <a class="version" href={releaseHref(slugOf(listing), release.version)}>
      {release.version}
    </a>
  ) : (
    <span class="version">{release.version}</span>
  )

const doneWords = ({ status }: Listing) => ({
  published: `The release is published.${status === "draft" ? " The listing is still a draft, so nobody else sees either." : ""}`,
  unchanged: "This very release was published already. Nothing changed.",
  revoked: "The release is revoked.",
})

const showRevocation = (frame: Frame, listing: Listing, release: Release, form: RevokeFields): Reply =>
  html(<RevokePage frame={frame} listing={listing} release={release} form={form} />, {
    status: form.wrong.length === 0 ? 200 : 422,
  })

interface RevokeProps {
  readonly frame: Frame
  readonly listing: Listing
  readonly release: Release
  readonly form: RevokeFields
}

const RevokePage = ({ frame, listing, release, form }: RevokeProps) => {
  const slug = slugOf(listing)
  const { version } = release
  return (
    <OwnListingFrame
      frame={frame}
      listing={listing}
      tab="/releases"
      title={`${form.wrong.length === 0 ? "" : "Not revoked: "}Revoke ${version} of`}
    >
      <h2>
        Revoke <span class="version">{version}</span>?
      </h2>
      {release.revocation === null ? (
        <ConfirmBySlug
          form={form}
          action={revokeHref(slug, version)}
          slug={`${slug}@${version}`}
          button={`Revoke ${version}`}
          consequence={
            <p>
              Nobody can install it any more, and installs that are still open are canceled. It stays to be read at{" "}
              <span class="slug">{listingHref(slug)}</span>, with your reason. There is no way back.
            </p>
          }
        >
          <RadioField form={form} name="reason" options={reasons} />
          <TextField
            form={form}
            name="note"
            help="One line, for everybody: what is wrong, and what to use instead."
            optional
            with={{ maxlength: limits.revocationNoteLengthMax }}
          />
        </ConfirmBySlug>
      ) : (
        <RevocationNote release={release} />
      )}
    </OwnListingFrame>
  )
}

const reasons = revocationReasons.map(
  (each) => [each, `${revocationWords[each].charAt(0).toUpperCase()}${revocationWords[each].slice(1)}`] as const,
)

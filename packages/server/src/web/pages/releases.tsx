import { limits, type Page } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import { warningsAt } from "../../domain/content/read-content.ts"
import { releasesOf } from "../../domain/releases/list.ts"
import type { Release } from "../../domain/releases/release.ts"
import { visitor } from "../../http/access.ts"
import { releaseParams, slugParams } from "../../http/api/paths.ts"
import { compareHref, releaseHref, releasesHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { html, keptHtml } from "../html.ts"
import { page } from "../page.ts"
import { ContentWarnings } from "../parts/content-warnings.tsx"
import { ListingFrame, type Shown } from "../parts/listing-frame.tsx"
import { notesOf } from "../parts/outline.ts"
import { Prose } from "../parts/raw-html.tsx"
import { ReleaseEntries, RevocationNote } from "../parts/release-entries.tsx"
import { Day } from "../parts/time.tsx"
import { cursor } from "../query.ts"
import { openListing, orMoved, partsOf, withReleases } from "../show-listing.ts"
import { NextPage } from "../parts/next-page.tsx"

export const releasePages = (context: AppContext) => [
  page({
    path: "/listings/:publisher/:name/releases",
    name: "pages.releases",
    summary: "Show the releases of a listing",
    access: visitor,
    params: slugParams,
    query: z.object({ cursor }),
    handle: async ({ params: { slug }, query, frame }) =>
      await orMoved(context, slug, releasesHref, async () => {
        const opened = await openListing(context, slug)
        const [shown, found] = await Promise.all([
          withReleases(context, opened),
          releasesOf(context, opened.listing, { limit: limits.pageSizeDefault, cursor: query.cursor }),
        ])
        return html(<ReleasesPage {...shown} frame={frame} found={found} isFirst={query.cursor === undefined} />)
      }),
  }),
  page({
    path: "/listings/:publisher/:name/releases/:version",
    name: "pages.release",
    summary: "Show a release",
    access: visitor,
    params: releaseParams,
    handle: async ({ params: { slug, version }, frame }) =>
      await orMoved(
        context,
        slug,
        (moved) => releaseHref(moved, version),
        async () => {
          const opened = await openListing(context, slug)
          return await keptHtml(context, frame, ["release", version, ...partsOf(opened)], async () => (
            <ReleasePage {...await withReleases(context, opened, version)} frame={frame} />
          ))
        },
      ),
  }),
]

interface ReleasesProps extends Shown {
  readonly frame: Frame
  readonly found: Page<Release>
  readonly isFirst: boolean
}

const ReleasesPage = ({ found: { data, page: at }, isFirst, ...shown }: ReleasesProps) => {
  const { listing } = shown
  const slug = slugOf(listing)
  return (
    <ListingFrame
      {...shown}
      tab="releases"
      title={`Releases of ${listing.name} (${slug}) · FleetPrompt`}
      {...(isFirst && { canonical: releasesHref(slug) })}
    >
      <h2 class="hidden">Releases</h2>
      {data.length === 0 ? (
        <p class="empty">Nothing was released yet.</p>
      ) : (
        <ReleaseEntries slug={slug} latestVersion={listing.latestVersion} releases={data} />
      )}
      <NextPage href={releasesHref(slug)} nextCursor={at.nextCursor} isLater={!isFirst} next="Older releases" />
    </ListingFrame>
  )
}

const ReleasePage = ({ frame, ...shown }: Shown & { frame: Frame }) => {
  const { listing, release, releases } = shown
  if (release === undefined) return null
  const slug = slugOf(listing)
  const before = releases[releases.findIndex(({ version }) => version === release.version) + 1]
  return (
    <ListingFrame
      {...shown}
      frame={frame}
      tab="releases"
      title={`${listing.name} ${release.version} (${slug}) · FleetPrompt`}
      canonical={releaseHref(slug, release.version)}
    >
      <section class="release-page">
        <h2>
          <span class="version">{release.version}</span>
          {release.version === listing.latestVersion && <span class="tag-state good">latest</span>}
          {release.revocation !== null && <span class="tag-state bad">revoked</span>}
        </h2>
        <p class="soft">
          Published on <Day atMs={release.publishedAtMs} />
          {before && (
            <>
              {" · "}
              <a href={compareHref(slug, before.version, release.version)}>changes since {before.version}</a>
            </>
          )}
        </p>
        <RevocationNote release={release} />
        <ContentWarnings warnings={warningsAt("/notes", release.notes)} />
        {release.notes === "" ? <p class="soft">No notes.</p> : <Prose html={notesOf(release.notes)} />}
      </section>
    </ListingFrame>
  )
}

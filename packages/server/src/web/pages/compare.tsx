import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import { type Comparison, compareReleases } from "../../domain/releases/compare.ts"
import { latestOf } from "../../domain/releases/latest.ts"
import type { Release } from "../../domain/releases/release.ts"
import { notFound } from "../../domain/refusal.ts"
import { visitor } from "../../http/access.ts"
import { slugParams } from "../../http/api/paths.ts"
import { listingHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { page } from "../page.ts"
import { ListingFrame, type Shown } from "../parts/listing-frame.tsx"
import { notesOf } from "../parts/outline.ts"
import { Prose } from "../parts/raw-html.tsx"
import { ReleaseDiff } from "../parts/release-diff.tsx"
import { optionally } from "../query.ts"
import { orMoved, showListing } from "../show-listing.ts"

const version = optionally(z.string().regex(/^[\x21-\x7e]{1,64}$/))

/** What changed from one release to another. Without two versions it is the last two. */
export const comparePages = (context: AppContext) => [
  page({
    path: "/listings/:publisher/:name/compare",
    name: "pages.compare",
    summary: "Show what is different between two releases",
    access: visitor,
    params: slugParams,
    query: z.object({ from: version, to: version }),
    handle: async ({ params: { slug }, query, frame }) =>
      await orMoved(
        context,
        slug,
        (moved) => `${listingHref(moved)}/compare`,
        async () => {
          const shown = await showListing(context, slug)
          const versions = chosen(shown, query)
          if (versions === undefined) throw notFound("release")
          const comparison = await compareReleases(context, undefined, slug, versions)
          return html(<ComparePage {...shown} frame={frame} comparison={comparison} />)
        },
      ),
  }),
]

function chosen(
  { listing, releases }: Shown,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): { from: string; to: string } | undefined {
  const later = to ?? listing.latestVersion ?? releases[0]?.version
  if (later === undefined) return undefined
  const earlier = from ?? latestOf(releases.filter((release) => release.version !== later))?.version
  return { from: earlier ?? later, to: later }
}

interface CompareProps extends Shown {
  readonly frame: Frame
  readonly comparison: Comparison
}

const ComparePage = ({ frame, comparison, ...shown }: CompareProps) => {
  const { listing, releases } = shown
  const { from, to, differing } = comparison
  const slug = slugOf(listing)
  return (
    <ListingFrame
      {...shown}
      frame={frame}
      tab="releases"
      title={`${from.version} to ${to.version} of ${listing.name} (${slug}) · FleetPrompt`}
    >
      <section class="comparison">
        <h2>
          What changed from <span class="version">{from.version}</span> to <span class="version">{to.version}</span>
        </h2>
        <form class="versions" action={`${listingHref(slug)}/compare`}>
          <VersionChoice name="from" words="From" releases={releases} chosen={from} />
          <VersionChoice name="to" words="to" releases={releases} chosen={to} />
          <button type="submit">Compare</button>
        </form>
        {differing.length === 0 && <p class="notice">Both have the same content.</p>}
        <ReleaseDiff from={from} to={to} />
        <div class="pair">
          <Notes release={from} />
          <Notes release={to} />
        </div>
      </section>
    </ListingFrame>
  )
}

const Notes = ({ release }: { release: Release }) => (
  <section>
    <h3>
      Notes of <span class="version">{release.version}</span>
    </h3>
    {release.notes === "" ? <p class="soft">No notes.</p> : <Prose html={notesOf(release.notes)} />}
  </section>
)

interface ChoiceProps {
  readonly name: string
  readonly words: string
  readonly releases: readonly Release[]
  readonly chosen: Release
}

const VersionChoice = ({ name, words, releases, chosen: { version: value } }: ChoiceProps) => (
  <label>
    {words}{" "}
    <select name={name}>
      {[...new Set([...releases.map((release) => release.version), value])].map((each) => (
        <option value={each} selected={each === value}>
          {each}
        </option>
      ))}
    </select>
  </label>
)

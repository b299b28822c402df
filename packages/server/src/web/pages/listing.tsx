import type { AppContext } from "../../domain/context.ts"
import { warningsAt } from "../../domain/content/read-content.ts"
import { type Listing, slugOf } from "../../domain/listings/listing.ts"
import { mayCountView } from "../../domain/metrics/may-count-view.ts"
import { visitor } from "../../http/access.ts"
import { slugParams } from "../../http/api/paths.ts"
import { imageUrl } from "../../http/shapes/image.ts"
import { listingHref, publisherHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { keptHtml } from "../html.ts"
import { page } from "../page.ts"
import { Contents } from "../parts/contents.tsx"
import { ContentWarnings } from "../parts/content-warnings.tsx"
import { ListingFrame, type Shown } from "../parts/listing-frame.tsx"
import { descriptionOf } from "../parts/outline.ts"
import { Prose } from "../parts/raw-html.tsx"
import { openListing, orMoved, partsOf, withReleases } from "../show-listing.ts"

export const listingPages = (context: AppContext) => [
  page({
    path: "/listings/:publisher/:name",
    name: "pages.listing",
    summary: "Show a listing",
    access: visitor,
    params: slugParams,
    handle: async ({ caller, params: { slug }, frame, header }) =>
      await orMoved(context, slug, listingHref, async () => {
        const opened = await openListing(context, slug)
        const { listing } = opened
        const reply = await keptHtml(context, frame, ["listing", ...partsOf(opened)], async () => (
          <ListingPage {...await withReleases(context, opened)} frame={frame} />
        ))
        if (!(await mayCountView(context, caller, listing))) return reply
        const fromSearch = isOfResults(frame.publicUrl, header("referer"))
        return { ...reply, onSent: () => context.viewCounts.note(listing.listingId, fromSearch) }
      }),
  }),
]

/** Whether the page somebody came from is one of ours with results. Nothing else is taken from the header. */
function isOfResults(publicUrl: string, referrer: string | undefined): boolean {
  const url = referrer === undefined ? null : URL.parse(referrer)
  return url !== null && url.origin === new URL(publicUrl).origin && url.pathname === "/listings"
}

const ListingPage = ({ frame, ...shown }: Shown & { frame: Frame }) => {
  const { listing } = shown
  const { html, headings } = descriptionOf(listing.description)
  return (
    <ListingFrame
      {...shown}
      frame={frame}
      tab="overview"
      title={`${listing.name} (${slugOf(listing)}) · FleetPrompt`}
      canonical={listingHref(slugOf(listing))}
      data={dataOf(shown, frame.publicUrl)}
    >
      <ContentWarnings
        warnings={[...warningsAt("/summary", listing.summary), ...warningsAt("/description", listing.description)]}
      />
      <Pictures listing={listing} />
      <Contents headings={headings} />
      {html === "" ? <p class="soft">Its publisher wrote no description.</p> : <Prose html={html} />}
    </ListingFrame>
  )
}

const Pictures = ({ listing }: { listing: Listing }) =>
  listing.images.length < 1 ? null : (
    <ul class="pictures" data-trust="untrusted">
      {listing.images.map((image) => (
        <li>
          <a href={imageUrl(image)}>
            <img src={imageUrl(image)} alt={image.alt} width={image.width} height={image.height} loading="lazy" />
          </a>
        </li>
      ))}
    </ul>
  )

/** The facts of a page for machines. What a stranger wrote is said to be theirs. */
const dataOf = ({ listing, release }: Shown, publicUrl: string): object => ({
  "@context": "https://schema.org",
  "@type": "SoftwareApplication",
  name: listing.name,
  identifier: slugOf(listing),
  description: listing.summary,
  url: publicUrl + listingHref(slugOf(listing)),
  applicationCategory: listing.assetKind,
  ...(release && { softwareVersion: release.version, dateModified: new Date(release.publishedAtMs).toISOString() }),
  author: {
    "@type": "Organization",
    name: listing.publisher.displayName,
    url: publicUrl + publisherHref(listing.publisher.handle),
  },
  ...(listing.repoUrl !== null && { sameAs: listing.repoUrl }),
  additionalProperty: { "@type": "PropertyValue", name: "contentTrust", value: "untrusted" },
})

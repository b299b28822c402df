import { handle, limits } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { type SearchPage, searchListings } from "../../domain/listings/search.ts"
import { getPublisher } from "../../domain/publishers/get.ts"
import type { Publisher } from "../../domain/publishers/publisher.ts"
import { visitor } from "../../http/access.ts"
import { publisherHref, searchHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { Icon } from "../parts/icons.tsx"
import { Outward } from "../parts/listing-facts.tsx"
import { ListingRows } from "../parts/listing-rows.tsx"
import { Tiles } from "../parts/mark.tsx"
import { NextPage } from "../parts/next-page.tsx"
import { Said } from "../parts/text.tsx"
import { Day } from "../parts/time.tsx"
import { Verification } from "../parts/verification.tsx"

export const publisherPages = (context: AppContext) => [
  page({
    path: "/publishers/:handle",
    name: "pages.publisher",
    summary: "Show a publisher",
    access: visitor,
    params: z.object({ handle }),
    async handle({ params, frame }) {
      const [publisher, found] = await Promise.all([
        getPublisher(context, params.handle),
        searchListings(context, { publisher: params.handle, limit: limits.pageSizeDefault }),
      ])
      return html(<PublisherPage frame={frame} publisher={publisher} found={found} />)
    },
  }),
]

interface PublisherProps {
  readonly frame: Frame
  readonly publisher: Publisher
  readonly found: SearchPage
}

const PublisherPage = ({ frame, publisher, found }: PublisherProps) => {
  const { handle: name, displayName, description, homepageUrl } = publisher
  const feed = `/v1/publishers/${name}/changes.atom`
  return (
    <Layout
      frame={frame}
      title={`${displayName} (${name}) · FleetPrompt`}
      description={description ?? `What ${displayName} publishes on FleetPrompt.`}
      canonical={publisherHref(name)}
      feed={{ href: feed, title: `What ${displayName} changed` }}
      data={{
        "@context": "https://schema.org",
        "@type": "Organization",
        name: displayName,
        identifier: name,
        url: frame.publicUrl + publisherHref(name),
        ...(homepageUrl !== null && { sameAs: homepageUrl }),
      }}
      current="browse"
    >
      <article class="publisher">
        <header class="listing-head">
          <Tiles seed={name} size={64} />
          <div>
            <h1>
              <Said text={displayName} />
            </h1>
            <p class="slug">{name}</p>
          </div>
          {description !== null && (
            <p class="summary">
              <Said text={description} />
            </p>
          )}
          <Byline publisher={publisher} feed={feed} />
        </header>
        <section aria-labelledby="published">
          <h2 id="published">Listings</h2>
          {found.data.length === 0 ? (
            <p class="empty">Nothing of this publisher is public at the moment.</p>
          ) : (
            <ListingRows listings={found.data} nowMs={frame.nowMs} />
          )}
          <NextPage href={searchHref({})} query={{ publisher: name }} nextCursor={found.page.nextCursor} />
        </section>
      </article>
    </Layout>
  )
}

const Byline = ({ publisher, feed }: { publisher: Publisher; feed: string }) => (
  <ul class="byline">
    <li>
      <Verification {...publisher} />
    </li>
    <li>
      Here since <Day atMs={publisher.createdAtMs} />
    </li>
    {publisher.homepageUrl !== null && (
      <li>
        <Icon name="link" /> <Outward href={publisher.homepageUrl} />
      </li>
    )}
    <li>
      <a class="quiet-link" href={feed}>
        <Icon name="feed" /> Feed
      </a>
    </li>
  </ul>
)

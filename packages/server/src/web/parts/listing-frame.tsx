import type { Child } from "hono/jsx"
import type { Listing } from "../../domain/listings/listing.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import type { InstallsOfDay } from "../../domain/metrics/installs-by-day.ts"
import type { Release } from "../../domain/releases/release.ts"
import type { Target } from "../../domain/targets/target.ts"
import { imageUrl } from "../../http/shapes/image.ts"
import { activityHref, compatibilityHref, listingHref, publisherHref, releasesHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { Layout } from "../layout.tsx"
import { kindWords, plural } from "../words.ts"
import { Icon } from "./icons.tsx"
import { InstallPanel } from "./install-panel.tsx"
import { ListingFacts } from "./listing-facts.tsx"
import { Mark } from "./mark.tsx"
import { Said } from "./text.tsx"
import { Age, Day } from "./time.tsx"
import { Verification } from "./verification.tsx"

/** A listing with what each of its pages shows beside its own matter. */
export interface Shown {
  readonly listing: Listing
  /** The release that is looked at: the one named, or the latest. */
  readonly release: Release | undefined
  /** The newest ones. */
  readonly releases: readonly Release[]
  readonly targets: readonly Target[]
  /** Its installs on the last days; empty where there never was one. */
  readonly installDays: readonly InstallsOfDay[]
}

export type Tab = "overview" | "releases" | "compatibility" | "activity"

interface ListingFrameProps extends Shown {
  readonly frame: Frame
  readonly tab: Tab
  readonly title: string
  readonly canonical?: string
  readonly data?: object
  readonly children?: Child
}

/** Every page of a listing: its head, the way between its pages, the install panel and the facts. */
export const ListingFrame = (props: ListingFrameProps) => {
  const { frame, listing, release, releases, targets, installDays, tab, title, canonical, data, children } = props
  const { handle, displayName } = listing.publisher
  const isPublished = listing.status === "published"
  const [image] = listing.images
  return (
    <Layout
      frame={frame}
      title={title}
      description={listing.summary}
      {...(isPublished && canonical !== undefined && { canonical })}
      image={image && imageUrl(image)}
      feed={{ href: `/v1/publishers/${handle}/changes.atom`, title: `What ${displayName} changed` }}
      {...(data && { data })}
      current="browse"
    >
      <article class="listing">
        <Title listing={listing} nowMs={frame.nowMs} release={release} />
        <Standing listing={listing} />
        <div class="matter">
          <Tabs slug={slugOf(listing)} tab={tab} />
          {children}
        </div>
        <div class="beside">
          <InstallPanel listing={listing} release={release} releases={releases} targets={targets} />
          <ListingFacts
            listing={listing}
            release={release}
            // The page with the large chart needs no small one.
            installDays={tab === "activity" ? [] : installDays}
            publicUrl={frame.publicUrl}
          />
        </div>
      </article>
    </Layout>
  )
}

const Title = ({ listing, nowMs, release }: { listing: Listing; nowMs: number; release: Release | undefined }) => (
  <header class="listing-head">
    <Mark listing={listing} size={64} />
    <div>
      <h1>
        <Said text={listing.name} />
      </h1>
      <p class="slug">{slugOf(listing)}</p>
    </div>
    <p class="summary">
      <Said text={listing.summary} />
    </p>
    <ul class="byline">
      <li>{kindWords[listing.assetKind].one}</li>
      <li>
        by{" "}
        <a href={publisherHref(listing.publisher.handle)}>
          <Said text={listing.publisher.displayName} />
        </a>
      </li>
      <li>
        <Verification {...listing.publisher} />
      </li>
      {release && (
        <li>
          <span class="version">{release.version}</span> <Age atMs={release.publishedAtMs} nowMs={nowMs} />
        </li>
      )}
      {listing.installs > 0 && <li>{plural(listing.installs, "install")}</li>}
    </ul>
  </header>
)

/** What a reader must know before anything else. */
const Standing = ({ listing: { status, deprecation } }: { listing: Listing }) => (
  <div class="standing">
    {deprecation !== null && (
      <div class="notice warn" role="note">
        <Icon name="warning" />
        <div>
          <p>
            <b>Deprecated</b> by its publisher since <Day atMs={deprecation.atMs} />:{" "}
            <Said text={deprecation.message} />
          </p>
          {deprecation.successor !== null && (
            <p>
              Use <a href={listingHref(deprecation.successor)}>{deprecation.successor}</a> instead.
            </p>
          )}
        </div>
      </div>
    )}
    {status === "unlisted" && (
      <div class="notice" role="note">
        <Icon name="link" />
        <p>
          <b>Unlisted:</b> it is found by its address alone, not by searching.
        </p>
      </div>
    )}
  </div>
)

const Tabs = ({ slug, tab }: { slug: string; tab: Tab }) => (
  <nav class="tabs" aria-label="Pages of this listing">
    {tabs.map(({ name, words, hrefOf }) => (
      <a href={hrefOf(slug)} {...(name === tab && { "aria-current": "page" })}>
        {words}
      </a>
    ))}
  </nav>
)

const tabs: readonly { name: Tab; words: string; hrefOf: (slug: string) => string }[] = [
  { name: "overview", words: "Overview", hrefOf: listingHref },
  { name: "releases", words: "Releases", hrefOf: releasesHref },
  { name: "compatibility", words: "Compatibility", hrefOf: compatibilityHref },
  { name: "activity", words: "Activity", hrefOf: activityHref },
]

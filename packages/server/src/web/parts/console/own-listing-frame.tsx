import type { Child } from "hono/jsx"
import { isPublic, type Listing, slugOf } from "../../../domain/listings/listing.ts"
import { consoleHref, listingHref, ownListingHref, ownPublisherHref } from "../../address.ts"
import type { Frame } from "../../frame.ts"
import { ConsoleFrame } from "../console-frame.tsx"
import { Said } from "../text.tsx"
import { consolePlace } from "./place.ts"
import { StatusMark } from "./status-mark.tsx"

const tabs = [
  { page: "", words: "Words" },
  { page: "/images", words: "Images" },
  { page: "/releases", words: "Releases" },
  { page: "/metrics", words: "Metrics" },
  { page: "/trusted-publishers", words: "Trusted publishers" },
  { page: "/status", words: "Status" },
] as const
export type OwnTab = (typeof tabs)[number]["page"]

interface OwnListingFrameProps {
  readonly frame: Frame
  readonly listing: Listing
  readonly tab: OwnTab
  /** What this page is, before the slug in the title. */
  readonly title: string
  readonly children?: Child
}

/** Every page of a listing for those whose it is: what it is called, how it stands, and the way between its pages. */
export const OwnListingFrame = ({ frame, listing, tab, title, children }: OwnListingFrameProps) => {
  const slug = slugOf(listing)
  return (
    <ConsoleFrame
      frame={frame}
      title={`${title} ${slug}`}
      place={consolePlace}
      at={ownListingHref(slug)}
      current="console"
      heading={<Said text={listing.name} />}
      above={
        <nav class="crumbs" aria-label="Where this is">
          <a href={consoleHref}>Console</a> /{" "}
          <a href={ownPublisherHref(listing.publisher.handle)}>{listing.publisher.handle}</a> /{" "}
          {isPublic(listing.status) ? <a href={listingHref(slug)}>{listing.slugName}</a> : listing.slugName}
          <StatusMark status={listing.status} />
        </nav>
      }
    >
      <nav class="tabs" aria-label="Pages of this listing">
        {tabs.map(({ page, words }) => (
          <a href={`${ownListingHref(slug)}${page}`} {...(page === tab && { "aria-current": "page" })}>
            {words}
          </a>
        ))}
      </nav>
      {children}
    </ConsoleFrame>
  )
}

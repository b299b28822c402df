import type { Child } from "hono/jsx"
import type { Publisher } from "../../../domain/publishers/publisher.ts"
import { consoleHref, ownPublisherHref, publisherHref } from "../../address.ts"
import type { Frame } from "../../frame.ts"
import { ConsoleFrame } from "../console-frame.tsx"
import { Notice } from "../notice.tsx"
import { Said } from "../text.tsx"
import { consolePlace } from "./place.ts"

const tabs = [
  { page: "", words: "Profile" },
  { page: "/members", words: "Members" },
  { page: "/trusted-publishers", words: "Trusted publishers" },
  { page: "/audit", words: "Audit" },
] as const

interface OwnPublisherFrameProps {
  readonly frame: Frame
  readonly publisher: Publisher
  readonly tab: (typeof tabs)[number]["page"]
  readonly title: string
  readonly children?: Child
}

/** Every page of a publisher for its members. */
export const OwnPublisherFrame = ({ frame, publisher, tab, title, children }: OwnPublisherFrameProps) => {
  const { handle, displayName, lockedAtMs } = publisher
  const href = ownPublisherHref(handle)
  return (
    <ConsoleFrame
      frame={frame}
      title={`${title} ${handle}`}
      place={consolePlace}
      at={href}
      current="console"
      heading={<Said text={displayName} />}
      above={
        <nav class="crumbs" aria-label="Where this is">
          <a href={consoleHref}>Console</a> / <a href={publisherHref(handle)}>{handle}</a>
        </nav>
      }
    >
      {lockedAtMs !== null && (
        <Notice tone="bad">
          <p>
            <b>Locked by the moderators.</b> Nothing of it can be changed or installed. Ask whoever runs this registry.
          </p>
        </Notice>
      )}
      <nav class="tabs" aria-label="Pages of this publisher">
        {tabs.map(({ page, words }) => (
          <a href={`${href}${page}`} {...(page === tab && { "aria-current": "page" })}>
            {words}
          </a>
        ))}
      </nav>
      {children}
    </ConsoleFrame>
  )
}

import type { Change } from "../../domain/changes/change.ts"
import { type Listing, slugOf } from "../../domain/listings/listing.ts"
import { releaseHref } from "../address.ts"
import { Day } from "./time.tsx"

interface HistoryProps {
  readonly listing: Listing
  /** Newest first. */
  readonly changes: readonly Change[]
  readonly hasMore: boolean
}

/** What the public feed told of a listing. */
export const History = ({ listing, changes, hasMore }: HistoryProps) => (
  <>
    {changes.length === 0 ? (
      <p class="empty">Nothing of this listing was told in the feed of changes.</p>
    ) : (
      <ol class="history">
        {changes.map((change) => (
          <li>
            <Day atMs={change.atMs} />
            <span>
              <Event listing={listing} change={change} />
            </span>
          </li>
        ))}
      </ol>
    )}
    <p class="soft">
      {hasMore && <>These are the last {changes.length}; the rest is in the feed. </>}
      The <a href="/v1/changes.atom">feed of changes</a> tells this of every listing, from the day it became public.
      What was released before that stands under Releases.
    </p>
  </>
)

const Event = ({ listing, change: { kind, slug, version, atMs } }: { listing: Listing; change: Change }) => {
  if (version !== null) {
    return (
      <>
        <a class="version" href={releaseHref(slugOf(listing), version)}>
          {version}
        </a>{" "}
        {kind === "release.revoked" ? <span class="revoked-word">was revoked</span> : "was released"}
      </>
    )
  }
  if (kind === "listing.updated") return listing.deprecation?.atMs === atMs ? "Deprecated" : "Its page was changed"
  const former = slug === slugOf(listing) ? null : <span class="slug">{slug}</span>
  return kind === "listing.removed" ? <>Left the lists {former}</> : <>Published {former}</>
}

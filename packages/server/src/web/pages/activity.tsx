import type { Change } from "../../domain/changes/change.ts"
import { historyOf } from "../../domain/changes/list.ts"
import type { AppContext } from "../../domain/context.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import { installsByDay } from "../../domain/metrics/installs-by-day.ts"
import { visitor } from "../../http/access.ts"
import { slugParams } from "../../http/api/paths.ts"
import { activityHref } from "../address.ts"
import type { Frame } from "../frame.ts"
import { keptHtml } from "../html.ts"
import { page } from "../page.ts"
import { type CountedDay, DayChart } from "../parts/day-chart.tsx"
import { History } from "../parts/history.tsx"
import { ListingFrame, type Shown } from "../parts/listing-frame.tsx"
import { openListing, orMoved, partsOf, withReleases } from "../show-listing.ts"

export const activityPages = (context: AppContext) => [
  page({
    path: "/listings/:publisher/:name/activity",
    name: "pages.activity",
    summary: "Show what happened to a listing",
    access: visitor,
    params: slugParams,
    handle: async ({ params: { slug }, frame }) =>
      await orMoved(context, slug, activityHref, async () => {
        const opened = await openListing(context, slug)
        const { listingId, installs } = opened.listing
        const [history, days] = await Promise.all([
          historyOf(context, listingId),
          installs === 0 ? [] : installsByDay(context, listingId),
        ])
        // Events are only ever added, so the newest stands for all of them.
        const parts = ["activity", ...partsOf(opened), history.changes[0]?.seq, days.map(({ count }) => count)]
        return await keptHtml(context, frame, parts, async () => (
          <ActivityPage {...await withReleases(context, opened)} {...history} days={days} frame={frame} />
        ))
      }),
  }),
]

interface ActivityProps extends Shown {
  readonly frame: Frame
  readonly days: readonly CountedDay[]
  readonly changes: readonly Change[]
  readonly hasMore: boolean
}

const ActivityPage = ({ frame, days, changes, hasMore, ...shown }: ActivityProps) => {
  const { listing } = shown
  const slug = slugOf(listing)
  return (
    <ListingFrame
      {...shown}
      frame={frame}
      tab="activity"
      title={`Activity of ${listing.name} (${slug}) · FleetPrompt`}
      canonical={activityHref(slug)}
    >
      <section class="activity">
        {days.length === 0 ? (
          <p class="empty">No target redeemed an install of it yet.</p>
        ) : (
          <DayChart title="Handovers" one="handover" days={days} />
        )}
        <p class="soft">
          A handover is an install that its target redeemed, counted on its day in UTC and never by who it was. Whoever
          installs again is counted again here, and once among the installs. How often a listing is looked at is told to
          its publisher alone.
        </p>
        <h2>What changed</h2>
        <History listing={listing} changes={changes} hasMore={hasMore} />
      </section>
    </ListingFrame>
  )
}

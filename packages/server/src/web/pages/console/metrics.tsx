import { limits } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { getOwnListing } from "../../../domain/listings/get-own.ts"
import { type Listing, slugOf } from "../../../domain/listings/listing.ts"
import type { ListingCounter } from "../../../domain/metrics/metric.ts"
import { type ListingMetrics, metricsOfListing } from "../../../domain/metrics/of-listing.ts"
import { signedIn } from "../../../http/access.ts"
import { slugParams } from "../../../http/api/paths.ts"
import { consoleHref, ownListingHref } from "../../address.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { OwnListingFrame } from "../../parts/console/own-listing-frame.tsx"
import { DayChart } from "../../parts/day-chart.tsx"
import { optionally } from "../../query.ts"

const spans = [7, 30, limits.metricsDaysMax] as const
const spanWanted = optionally(z.coerce.number<string>().pipe(z.literal(spans)))

/** What was counted of a listing, for those whose it is. */
export const metricPages = (context: AppContext) => [
  page({
    path: `${consoleHref}/listings/:publisher/:name/metrics`,
    name: "pages.listingMetrics",
    summary: "Show how often one's own listing was viewed and installed",
    access: signedIn,
    params: slugParams,
    query: z.object({ days: spanWanted }),
    async handle({ caller, params: { slug }, query: { days = 30 }, frame }) {
      const { listing } = await getOwnListing(context, caller, slug)
      const metrics = await metricsOfListing(context, caller, slug, days)
      return html(<MetricsPage frame={frame} listing={listing} metrics={metrics} />)
    },
  }),
]

const charts: readonly { readonly counter: ListingCounter; readonly title: string; readonly one: string }[] = [
  { counter: "view", title: "Views", one: "view" },
  { counter: "search_view", title: "Views that came from a search", one: "view" },
  { counter: "install_intent", title: "Installs begun", one: "install begun" },
  { counter: "redemption", title: "Installs redeemed", one: "install redeemed" },
]

interface MetricsProps {
  readonly frame: Frame
  readonly listing: Listing
  readonly metrics: ListingMetrics
}

const MetricsPage = ({ frame, listing, metrics: { days } }: MetricsProps) => (
  <OwnListingFrame frame={frame} listing={listing} tab="/metrics" title="Metrics of">
    <nav class="choices" aria-label="How many days">
      {spans.map((span) => (
        <a
          href={`${ownListingHref(slugOf(listing))}/metrics?days=${span}`}
          {...(span === days.length && { "aria-current": "page" })}
        >
          {span} days
        </a>
      ))}
    </nav>
    {charts.map(({ counter, title, one }) => (
      <DayChart
        title={title}
        one={one}
        {...(one.includes(" ") && { many: one.replace("install", "installs") })}
        days={days.map(({ startsAtMs, counts }) => ({ startsAtMs, count: counts[counter] }))}
      />
    ))}
    <p class="soft">
      Counted by day, in UTC, and never by person. What you and the other members look at is not counted.
    </p>
  </OwnListingFrame>
)

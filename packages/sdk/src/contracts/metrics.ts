import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { limits } from "./limits.ts"

/** Where a reader found a listing. It is counted with the view, and nothing else is kept of it. */
export const viewOrigins = ["search"] as const

/** Query of reading a listing. */
export const getListingQuery = z.strictObject({
  from: z.enum(viewOrigins).optional().describe("Where the reader came from; `search` counts the view as a search's."),
})
export type GetListingQuery = z.input<typeof getListingQuery>

/** Query of `GET /v1/listings/{publisher}/{name}/metrics`: how many days, today included. */
export const listingMetricsQuery = z.strictObject({
  days: z.coerce.number<number>().int().min(1).max(limits.metricsDaysMax).default(30),
})
export type ListingMetricsQuery = z.input<typeof listingMetricsQuery>

/** What was counted on one day, which begins with that midnight UTC. */
export const metricsDay = z.object({
  startsAtMs: timestampMs,
  views: z.int().nonnegative().describe("Readings of the public listing by others than its members."),
  searchViews: z.int().nonnegative().describe("Those of the views that came from a search."),
  installIntents: z.int().nonnegative(),
  redemptions: z.int().nonnegative(),
})

/** Reply of the same: every day, oldest first, also where nothing was counted. */
export const listingMetrics = z.object({ listingId: idOf("listing"), days: z.array(metricsDay) })
export type ListingMetrics = z.infer<typeof listingMetrics>

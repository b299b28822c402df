import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { limits } from "./limits.ts"

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

import { listingMetricsQuery, listingMetrics as listingMetricsReply } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { metricsOfListing } from "../../domain/metrics/of-listing.ts"
import { user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { listingMetrics } from "../shapes/metrics.ts"
import { listingPath, slugParams } from "./paths.ts"

/** What was counted, for those whose listings it is about. */
export const metricRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: `${listingPath}/metrics`,
    name: "listings.metrics",
    summary: "Read how often a listing was viewed and installed",
    replies: { 200: listingMetricsReply },
    access: user("listing:read"),
    params: slugParams,
    query: listingMetricsQuery,
    async handle({ caller, params: { slug }, query: { days } }) {
      return ok(listingMetrics(await metricsOfListing(context, caller, slug, days)))
    },
  }),
]

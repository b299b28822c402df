import type * as wire from "@fleetprompt/sdk/contracts"
import type { ListingMetrics } from "../../domain/metrics/of-listing.ts"

/** What was counted of a listing, as the members of its publisher see it. */
export const listingMetrics = ({ listingId, days }: ListingMetrics): wire.ListingMetrics => ({
  listingId,
  days: days.map(({ startsAtMs, counts }) => ({
    startsAtMs,
    views: counts.view,
    searchViews: counts.search_view,
    installIntents: counts.install_intent,
    redemptions: counts.redemption,
  })),
})

import type { AppContext } from "../context.ts"
import { dayMs, dayOf } from "./metric.ts"

/** How often each of these listings was installed in the last days, today included. Members alone may ask. */
export async function installsLately(
  context: AppContext,
  listingIds: readonly string[],
  days: number,
): Promise<ReadonlyMap<string, number>> {
  const firstDayAtMs = dayOf(context.nowMs()) - (days - 1) * dayMs
  const counted = await Promise.all(
    listingIds.map(async (listingId) => {
      const redeemed = await context.store.read.metrics.ofListing(listingId, firstDayAtMs, "redemption")
      return [listingId, redeemed.reduce((sum, { count }) => sum + count, 0)] as const
    }),
  )
  return new Map(counted)
}

import type { AppContext } from "../context.ts"
import { dayMs, dayOf } from "./metric.ts"

/** How many days are told to everybody. */
const publicDays = 30

/** So many on the day that begins with that midnight UTC. */
export interface InstallsOfDay {
  readonly startsAtMs: number
  readonly count: number
}

/**
 * How often targets redeemed an install of a listing on each of the last 30 days, today included, oldest first. Of what
 * is counted by day this alone is public: whoever reads `installs` every day knows nearly as much.
 */
export async function installsByDay(
  { store, nowMs }: Pick<AppContext, "store" | "nowMs">,
  listingId: string,
): Promise<InstallsOfDay[]> {
  const firstDayAtMs = dayOf(nowMs()) - (publicDays - 1) * dayMs
  const found = await store.read.metrics.ofListing(listingId, firstDayAtMs, "redemption")
  const counts = new Map(found.map(({ dayAtMs, count }) => [dayAtMs, count]))
  return Array.from({ length: publicDays }, (_, at) => {
    const startsAtMs = firstDayAtMs + at * dayMs
    return { startsAtMs, count: counts.get(startsAtMs) ?? 0 }
  })
}

import type { AppContext } from "../context.ts"
import type { Listing } from "../listings/listing.ts"
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

/** How long a count may be behind: as long as a shared cache may keep a page. */
const keptMs = 30_000
const keptMax = 5_000
const kept = new Map<string, { readonly at: string; readonly days: readonly InstallsOfDay[] }>()

/**
 * The same for beside something else, where one more query would be most of the cost: at once after an install by
 * somebody new, half a minute late after one that was counted before. Empty where there never was one.
 */
export async function recentInstalls(
  context: Pick<AppContext, "store" | "nowMs">,
  { listingId, installs }: Pick<Listing, "listingId" | "installs">,
): Promise<readonly InstallsOfDay[]> {
  if (installs === 0) return []
  const at = `${installs} ${Math.floor(context.nowMs() / keptMs)}`
  const known = kept.get(listingId)
  if (known?.at === at) return known.days
  const days = await installsByDay(context, listingId)
  if (kept.size >= keptMax) kept.clear()
  kept.set(listingId, { at, days })
  return days
}

import { splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { requireRole } from "../publishers/permissions.ts"
import { notFound } from "../refusal.ts"
import { dayMs, dayOf, type ListingCount, type ListingCounter } from "./metric.ts"

/** What was counted on one day. */
export interface DayOfListing {
  readonly startsAtMs: number
  readonly counts: Readonly<Record<ListingCounter, number>>
}

export interface ListingMetrics {
  readonly listingId: string
  /** Oldest first. */
  readonly days: readonly DayOfListing[]
}

/**
 * What was counted of a listing on each of the last days, today included, for members of its publisher.
 * The counts of a listing move with it to another publisher.
 * @throws Refusal NOT_FOUND for whoever is no member, ROLE_NOT_ALLOWED.
 */
export async function metricsOfListing(
  context: AppContext,
  caller: UserPrincipal,
  slug: string,
  days: number,
): Promise<ListingMetrics> {
  const { listings, publishers, metrics } = context.store.read
  const { publisher, name } = splitSlug(slug)
  const listing = await listings.findBySlug(publisher, name)
  const role = listing && (await publishers.roleOf(listing.publisher.publisherId, caller.user.userId))
  if (listing === undefined || role === undefined) throw notFound("listing")
  requireRole(role, "metrics.read")
  const firstDayAtMs = dayOf(context.nowMs()) - (days - 1) * dayMs
  const counts = await metrics.ofListing(listing.listingId, firstDayAtMs)
  const { listingId } = listing
  return { listingId, days: Array.from({ length: days }, (_, at) => dayWith(firstDayAtMs + at * dayMs, counts)) }
}

function dayWith(startsAtMs: number, counts: readonly ListingCount[]): DayOfListing {
  const of = (wanted: ListingCounter): number =>
    counts.find(({ dayAtMs, counter }) => dayAtMs === startsAtMs && counter === wanted)?.count ?? 0
  return {
    startsAtMs,
    counts: {
      view: of("view"),
      search_view: of("search_view"),
      install_intent: of("install_intent"),
      redemption: of("redemption"),
    },
  }
}

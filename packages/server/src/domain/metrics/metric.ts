/**
 * What is counted of a listing, by day and never by person: `view`, a public reading of it; `search_view`, such a view
 * that came from a search; `install_intent`, an install begun; `redemption`, an install redeemed.
 */
export type ListingCounter = "view" | "search_view" | "install_intent" | "redemption"

/** So many of one thing for one listing on one day. */
export interface ListingCount {
  readonly listingId: string
  /** Midnight UTC, with which the day begins. */
  readonly dayAtMs: number
  readonly counter: ListingCounter
  readonly count: number
}

export const dayMs = 86_400_000

/** The midnight UTC before that moment. */
export const dayOf = (atMs: number): number => Math.floor(atMs / dayMs) * dayMs

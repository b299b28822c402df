import type { ListingCount, ListingCounter } from "./metric.ts"

export interface MetricReads {
  /** The counts of a listing from that day on, in no order; of one counter where named. */
  ofListing(listingId: string, sinceDayAtMs: number, counter?: ListingCounter): Promise<ListingCount[]>
}

export interface MetricStore {
  /** Adds to what is counted already, whoever else adds at the same moment. */
  add(count: ListingCount): Promise<void>
  /** Removes the counts of earlier days and returns how many rows those were. */
  purge(beforeDayAtMs: number): Promise<number>
}

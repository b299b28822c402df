import type { Change, NewChange } from "./change.ts"

export interface ChangeReads {
  /** Events with a `seq` above `after`, in order. Whoever asks after the last `seq` they saw misses none. */
  listAfter(after: number, limit: number): Promise<Change[]>
  /** The last events, newest first; of one publisher where named. */
  latest(limit: number, publisherId?: string): Promise<Change[]>
  /** The last events of one listing, newest first, under whatever slug it had. */
  latestOfListing(listingId: string, limit: number): Promise<Change[]>
}

export interface ChangeStore extends ChangeReads {
  /**
   * Adds events at the end of the feed. From here until this transaction ends, others that append wait, so that an
   * event with a lower `seq` never appears after one with a higher: call it last.
   */
  append(changes: readonly NewChange[]): Promise<void>
}

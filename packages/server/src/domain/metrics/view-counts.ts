import type { AppContext } from "../context.ts"
import { dayOf, type ListingCount, type ListingCounter } from "./metric.ts"

/** Collects how often listings are viewed, so that no reader waits for a write and many views become one. */
export interface ViewCounts {
  /** Counts one view, and that it came from a search where it did. */
  note(listingId: string, fromSearch: boolean): void
  /** Adds what was collected to the store. What cannot be written is tried again with the next flush. */
  flush(context: Pick<AppContext, "store" | "log">): Promise<void>
}

/** The most counts that are held in memory. Beyond that, views of further listings go uncounted until the next flush. */
const pendingMax = 10_000

/** How many counts share a transaction, which holds their rows until it ends. */
const batchMax = 100

/** Nothing is collected of a reader: a listing, a day and a number are all there is. */
export function collectViews(nowMs: () => number): ViewCounts {
  let pending = new Map<string, ListingCount>()
  let lost = 0

  function add(more: ListingCount): void {
    const key = `${more.listingId} ${more.dayAtMs} ${more.counter}`
    const count = (pending.get(key)?.count ?? 0) + more.count
    if (pending.size < pendingMax || pending.has(key)) pending.set(key, { ...more, count })
    else lost += more.count
  }

  return {
    note(listingId, fromSearch) {
      const counters: ListingCounter[] = fromSearch ? ["view", "search_view"] : ["view"]
      for (const counter of counters) add({ listingId, dayAtMs: dayOf(nowMs()), counter, count: 1 })
    },

    async flush({ store, log }) {
      if (lost > 0) log.warn({ lost }, "Views went uncounted: too many listings were viewed at once.")
      lost = 0
      // All processes write in one order, so that no two wait for each other.
      const writing = [...pending].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count)
      pending = new Map()
      while (writing.length > 0) {
        const batch = writing.slice(0, batchMax)
        try {
          await store.transaction(async (tx) => {
            for (const count of batch) await tx.metrics.add(count)
          })
        } catch (error) {
          for (const count of writing) add(count)
          throw error
        }
        writing.splice(0, batch.length)
      }
    },
  }
}

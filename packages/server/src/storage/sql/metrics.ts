import { type Kysely, sql } from "kysely"
import type { ListingCounter } from "../../domain/metrics/metric.ts"
import type { MetricReads, MetricStore } from "../../domain/metrics/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

/** One statement, so that of counts that come together none is lost. */
const add = prepared((db, row: Slots<Tables["listing_metrics"]>) =>
  db
    .insertInto("listing_metrics")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(["listing_id", "day_at_ms", "counter"])
        .doUpdateSet({ count: sql`listing_metrics.count + excluded.count` }),
    ),
)

interface Wanted {
  readonly listingId: string
  readonly sinceMs: number
}

const countsOf = (db: Kysely<Tables>, { listingId, sinceMs }: Slots<Wanted>) =>
  db
    .selectFrom("listing_metrics")
    .select(["listing_id as listingId", "day_at_ms as dayAtMs", "counter", "count"])
    .where("listing_id", "=", listingId)
    .where("day_at_ms", ">=", sinceMs)

const ofListing = prepared((db, wanted: Slots<Wanted>) => countsOf(db, wanted))

const ofCounter = prepared((db, { counter, ...wanted }: Slots<Wanted & { counter: ListingCounter }>) =>
  countsOf(db, wanted).where("counter", "=", counter),
)

const removeBefore = prepared((db, { beforeMs }: Slots<{ beforeMs: number }>) =>
  db.deleteFrom("listing_metrics").where("day_at_ms", "<", beforeMs),
)

export const metricReads = (connection: Connection): MetricReads => ({
  async ofListing(listingId, sinceMs, counter) {
    const found =
      counter === undefined
        ? await ofListing(connection, { listingId, sinceMs })
        : await ofCounter(connection, { listingId, sinceMs, counter })
    return found.rows
  },
})

export const metricStore = (connection: Connection): MetricStore => ({
  async add({ listingId, dayAtMs, counter, count }) {
    await add(connection, { listing_id: listingId, day_at_ms: dayAtMs, counter, count })
  },

  purge: async (beforeMs) => Number((await removeBefore(connection, { beforeMs })).numAffectedRows),
})

import { sql } from "kysely"
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

const ofListing = prepared((db, { listingId, sinceMs }: Slots<{ listingId: string; sinceMs: number }>) =>
  db
    .selectFrom("listing_metrics")
    .select(["listing_id as listingId", "day_at_ms as dayAtMs", "counter", "count"])
    .where("listing_id", "=", listingId)
    .where("day_at_ms", ">=", sinceMs),
)

const removeBefore = prepared((db, { beforeMs }: Slots<{ beforeMs: number }>) =>
  db.deleteFrom("listing_metrics").where("day_at_ms", "<", beforeMs),
)

export const metricReads = (connection: Connection): MetricReads => ({
  ofListing: async (listingId, sinceMs) => (await ofListing(connection, { listingId, sinceMs })).rows,
})

export const metricStore = (connection: Connection): MetricStore => ({
  async add({ listingId, dayAtMs, counter, count }) {
    await add(connection, { listing_id: listingId, day_at_ms: dayAtMs, counter, count })
  },

  purge: async (beforeMs) => Number((await removeBefore(connection, { beforeMs })).numAffectedRows),
})

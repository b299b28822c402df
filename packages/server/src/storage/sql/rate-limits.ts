import { sql } from "kysely"
import type { RateLimitReads, RateLimitStore } from "../../domain/rate-limits/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"

const byBucket = prepared((db, { bucket }: Slots<{ bucket: string }>) =>
  db.selectFrom("rate_limit_windows").select(["uses", "ends_at_ms as endsAtMs"]).where("bucket", "=", bucket),
)

/** One statement, so that of uses at the same time none is lost. */
const count = prepared((db, { bucket, nowMs, endsAtMs }: Slots<{ bucket: string; nowMs: number; endsAtMs: number }>) =>
  db
    .insertInto("rate_limit_windows")
    .values({ bucket, uses: 1, ends_at_ms: endsAtMs })
    .onConflict((conflict) =>
      conflict.column("bucket").doUpdateSet({
        uses: sql`case when rate_limit_windows.ends_at_ms <= ${nowMs} then 1 else rate_limit_windows.uses + 1 end`,
        ends_at_ms: sql`case when rate_limit_windows.ends_at_ms <= ${nowMs} then excluded.ends_at_ms
          else rate_limit_windows.ends_at_ms end`,
      }),
    )
    .returning(["uses", "ends_at_ms as endsAtMs"]),
)

const removeBefore = prepared((db, { beforeMs }: Slots<{ beforeMs: number }>) =>
  db.deleteFrom("rate_limit_windows").where("ends_at_ms", "<", beforeMs),
)

export const rateLimitReads = (connection: Connection): RateLimitReads => ({
  find: async (bucket) => (await byBucket(connection, { bucket })).rows[0],
})

export const rateLimitStore = (connection: Connection): RateLimitStore => ({
  ...rateLimitReads(connection),

  async count(bucket, nowMs, windowMs) {
    const [window] = (await count(connection, { bucket, nowMs, endsAtMs: nowMs + windowMs })).rows
    if (window === undefined) throw new Error("A count was written and not returned.")
    return window
  },

  purge: async (beforeMs) => Number((await removeBefore(connection, { beforeMs })).numAffectedRows),
})

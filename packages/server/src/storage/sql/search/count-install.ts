import { sql } from "kysely"
import type { CountedInstall } from "../../../domain/listings/store.ts"
import type { Connection } from "../connection.ts"
import { prepared, type Slots } from "../prepared.ts"
import { placeOf } from "./place.ts"

const lock = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db.selectFrom("listing_popularity").select("seq").where("listing_id", "=", listingId).forNoKeyUpdate(),
)

const earlier = prepared((db, install: Slots<CountedInstall>) =>
  db
    .selectFrom("install_intents")
    .select("install_intent_id")
    .where("listing_id", "=", install.listingId)
    .where("buyer_user_id", "=", install.buyerUserId)
    .where("target_id", "=", install.targetId)
    .where("status", "=", sql.lit("redeemed"))
    .where("install_intent_id", "!=", install.installIntentId)
    .limit(sql.lit(1)),
)

const add = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db
    .updateTable("listing_popularity")
    .set((eb) => ({ installs: eb("installs", "+", 1) }))
    .where("listing_id", "=", listingId)
    .returning(["seq", "installs"]),
)

const move = prepared((db, { place, to }: Slots<{ place: number; to: number }>) =>
  db.updateTable("listing_search").set({ place: to }).where("place", "=", place),
)

export async function countInstall(connection: Connection, install: CountedInstall): Promise<void> {
  const { listingId } = install
  // Two installs of one buyer must not miss each other; what the second asks next sees what the first has committed.
  if (connection.dialect.locksRows) await lock(connection, { listingId })
  if ((await earlier(connection, install)).rows.length > 0) return
  const [rank] = (await add(connection, { listingId })).rows
  if (rank === undefined) return
  const place = placeOf({ ...rank, installs: rank.installs - 1 })
  const to = placeOf(rank)
  if (place !== to && (await isFree(connection, place))) await move(connection, { place, to })
}

/**
 * Whether nobody changes the listing at this moment. To wait for them could be to wait for each other, since they may
 * be about to cancel this very install; they leave the listing where it is, and it moves the next time.
 */
async function isFree({ db, dialect }: Connection, place: number): Promise<boolean> {
  if (!dialect.locksRows) return true
  const rows = await db
    .selectFrom("listing_search")
    .select("place")
    .where("place", "=", place)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.length > 0
}

import type { Kysely, Selectable } from "kysely"
import type { SuspensionReads, SuspensionStore } from "../../domain/moderation/store.ts"
import type { Suspension } from "../../domain/moderation/suspension.ts"
import type { Connection } from "./connection.ts"
import { isAfter, pageValues } from "./newest-first.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

type SuspensionRow = Selectable<Tables["suspensions"]>

const suspensionRows = (db: Kysely<Tables>) =>
  db
    .selectFrom("suspensions")
    .select(["suspensions.listing_id", "reason", "note", "status_before", "suspended_at_ms"])
    .select(["appeal_note", "appealed_at_ms"])

const ofListing = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  suspensionRows(db).where("suspensions.listing_id", "=", listingId),
)

const ofLock = prepared((db, { publisherId, limit }: Slots<{ publisherId: string; limit: number }>) =>
  suspensionRows(db)
    .innerJoin("listings", "listings.listing_id", "suspensions.listing_id")
    .where("listings.publisher_id", "=", publisherId)
    .where("reason", "=", "publisher_locked")
    .orderBy("suspensions.listing_id")
    .limit(limit),
)

const put = prepared((db, row: Slots<SuspensionRow>) =>
  db
    .insertInto("suspensions")
    .values(row)
    .onConflict((conflict) =>
      conflict.column("listing_id").doUpdateSet((eb) => ({
        reason: eb.ref("excluded.reason"),
        note: eb.ref("excluded.note"),
        status_before: eb.ref("excluded.status_before"),
        suspended_at_ms: eb.ref("excluded.suspended_at_ms"),
        appeal_note: eb.ref("excluded.appeal_note"),
        appealed_at_ms: eb.ref("excluded.appealed_at_ms"),
      })),
    ),
)

const remove = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db.deleteFrom("suspensions").where("listing_id", "=", listingId),
)

const addAppeal = prepared((db, appeal: Slots<{ listingId: string; note: string; atMs: number }>) =>
  db
    .updateTable("suspensions")
    .set({ appeal_note: appeal.note, appealed_at_ms: appeal.atMs })
    .where("listing_id", "=", appeal.listingId)
    .where("appeal_note", "is", null),
)

export const suspensionReads = (connection: Connection): SuspensionReads => ({
  async find(listingId) {
    const [row] = (await ofListing(connection, { listingId })).rows
    return row && suspensionOf(row)
  },

  async list(appealed, page) {
    let query = suspensionRows(connection.db)
      .innerJoin("listings", "listings.listing_id", "suspensions.listing_id")
      .innerJoin("publishers", "publishers.publisher_id", "listings.publisher_id")
      .select(["handle", "slug_name"])
    if (appealed !== undefined) query = query.where("appeal_note", appealed ? "is not" : "is", null)
    const rows = await query
      .where(isAfter(["suspended_at_ms", "suspensions.listing_id"], pageValues(page)))
      .orderBy("suspended_at_ms", "desc")
      .orderBy("suspensions.listing_id", "desc")
      .limit(page.limit)
      .execute()
    return rows.map((row) => ({ ...suspensionOf(row), slug: `${row.handle}/${row.slug_name}` }))
  },
})

export const suspensionStore = (connection: Connection): SuspensionStore => ({
  ...suspensionReads(connection),

  async put({ listingId, reason, note, statusBefore, suspendedAtMs, appeal }) {
    const told = { listing_id: listingId, reason, note, status_before: statusBefore, suspended_at_ms: suspendedAtMs }
    await put(connection, { ...told, appeal_note: appeal?.note ?? null, appealed_at_ms: appeal?.atMs ?? null })
  },

  async remove(listingId) {
    await remove(connection, { listingId })
  },

  async appeal(listingId, { note, atMs }) {
    return (await addAppeal(connection, { listingId, note, atMs })).numAffectedRows === 1n
  },

  listOfLock: async (publisherId, limit) => (await ofLock(connection, { publisherId, limit })).rows.map(suspensionOf),
})

const suspensionOf = (row: SuspensionRow): Suspension => ({
  listingId: row.listing_id,
  reason: row.reason,
  note: row.note,
  statusBefore: row.status_before,
  suspendedAtMs: row.suspended_at_ms,
  appeal:
    row.appeal_note === null || row.appealed_at_ms === null
      ? null
      : { note: row.appeal_note, atMs: row.appealed_at_ms },
})

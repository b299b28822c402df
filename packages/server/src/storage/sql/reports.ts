import { type InferResult, type Kysely, type Selectable, sql } from "kysely"
import type { ReportView } from "../../domain/reports/report.ts"
import type { ReportReads, ReportStore } from "../../domain/reports/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

type ReportTable = Selectable<Tables["reports"]>

const reportRows = (db: Kysely<Tables>) =>
  db
    .selectFrom("reports")
    .innerJoin("listings", "listings.listing_id", "reports.listing_id")
    .innerJoin("publishers", "publishers.publisher_id", "listings.publisher_id")
    .select(["report_id", "reports.listing_id", "reason", "note", "reports.status", "reports.created_at_ms"])
    .select(["resolved_at_ms", "resolved_by", "resolution_note"])
    .select(["handle", "slug_name", "listings.status as listing_status"])

type ReportRow = InferResult<ReturnType<typeof reportRows>>[number]

const byId = prepared((db, { id }: Slots<{ id: string }>) => reportRows(db).where("report_id", "=", id))

const lock = prepared((db, { id }: Slots<{ id: string }>) =>
  db.selectFrom("reports").select("report_id").where("report_id", "=", id).forNoKeyUpdate(),
)

type QueueValues = { status: ReportTable["status"]; afterAtMs: number; afterId: string; limit: number }

/** One row-value comparison, as in the lists that are newest first, the other way round. */
const queue = prepared((db, { status, afterAtMs, afterId, limit }: Slots<QueueValues>) =>
  reportRows(db)
    .where("reports.status", "=", status)
    .where(sql<boolean>`(reports.created_at_ms, report_id) > (${afterAtMs}, ${afterId})`)
    .orderBy("reports.created_at_ms")
    .orderBy("report_id")
    .limit(limit),
)

const ofListing = prepared((db, { listingId, limit }: Slots<{ listingId: string; limit: number }>) =>
  reportRows(db)
    .where("reports.listing_id", "=", listingId)
    .orderBy("reports.created_at_ms", "desc")
    .orderBy("report_id")
    .limit(limit),
)

const insert = prepared((db, row: Slots<ReportTable>) =>
  db
    .insertInto("reports")
    .values(row)
    .onConflict((conflict) => conflict.columns(["listing_id", "reason", "reporter_hash"]).doNothing()),
)

type Closing = { id: string; status: "dismissed" | "actioned"; note: string; userId: string | null; atMs: number }

const close = prepared((db, { id, status, note, userId, atMs }: Slots<Closing>) =>
  db
    .updateTable("reports")
    .set({ status, resolution_note: note, resolved_by: userId, resolved_at_ms: atMs })
    .where("report_id", "=", id),
)

const forget = prepared((db, { beforeMs }: Slots<{ beforeMs: number }>) =>
  db
    .updateTable("reports")
    .set({ reporter_hash: null })
    .where("reporter_hash", "is not", null)
    .where("created_at_ms", "<", beforeMs),
)

export const reportReads = (connection: Connection): ReportReads => ({
  async list(status, { after, limit }) {
    const values = { status, afterAtMs: after?.atMs ?? -1, afterId: after?.id ?? "", limit }
    return (await queue(connection, values)).rows.map(reportOf)
  },

  listOfListing: async (listingId, limit) => (await ofListing(connection, { listingId, limit })).rows.map(reportOf),
})

export const reportStore = (connection: Connection): ReportStore => ({
  ...reportReads(connection),

  async insert({ reportId, listingId, reason, note, status, createdAtMs }, reporterHash) {
    const unresolved = { resolved_at_ms: null, resolved_by: null, resolution_note: null }
    const names = { report_id: reportId, listing_id: listingId, reason, note, status }
    const row = { ...names, reporter_hash: reporterHash, created_at_ms: createdAtMs, ...unresolved }
    return (await insert(connection, row)).numAffectedRows === 1n
  },

  async lock(id) {
    if (connection.dialect.locksRows) await lock(connection, { id })
    const [row] = (await byId(connection, { id })).rows
    return row && reportOf(row)
  },

  async resolve(id, status, { note, userId, atMs }) {
    await close(connection, { id, status, note, userId, atMs })
  },

  forgetReporters: async (beforeMs) => Number((await forget(connection, { beforeMs })).numAffectedRows),
})

const reportOf = (row: ReportRow): ReportView => ({
  reportId: row.report_id,
  listingId: row.listing_id,
  reason: row.reason,
  note: row.note,
  status: row.status,
  createdAtMs: row.created_at_ms,
  resolution:
    row.resolved_at_ms === null || row.resolution_note === null
      ? null
      : { note: row.resolution_note, userId: row.resolved_by, atMs: row.resolved_at_ms },
  slug: `${row.handle}/${row.slug_name}`,
  listingStatus: row.listing_status,
})

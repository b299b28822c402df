import { type Selectable, sql } from "kysely"
import { auditDetails, type AuditEntry, type AuditRecord } from "../../domain/audit/audit.ts"
import type { AuditReads, AuditStore } from "../../domain/audit/store.ts"
import { auditChainReads, auditChainStore } from "./audit-chain.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import { rowsMax } from "./rows-max.ts"
import type { Tables } from "./tables.ts"

type AuditRow = Selectable<Tables["audit_log"]>
type Written = Omit<AuditRow, "seq" | "publisher_id">

const columns = [
  ...(["seq", "action", "actor_kind", "actor_id", "request_id", "subject_id", "at_ms"] as const),
  ...(["details", "publisher_id"] as const),
]

const insert = prepared((db, row: Slots<Omit<AuditRow, "seq">>) =>
  db.insertInto("audit_log").values(row).returning("seq"),
)

const insertOfListing = prepared((db, row: Slots<Written>) => {
  const publisher_id = db.selectFrom("listings").select("publisher_id").where("listing_id", "=", row.subject_id)
  return db
    .insertInto("audit_log")
    .values({ ...row, publisher_id })
    .returning("seq")
})

const insertOfRelease = prepared((db, row: Slots<Written>) => {
  const publisher_id = db
    .selectFrom("releases")
    .innerJoin("listings", "listings.listing_id", "releases.listing_id")
    .select("publisher_id")
    .where("release_id", "=", row.subject_id)
  return db
    .insertInto("audit_log")
    .values({ ...row, publisher_id })
    .returning("seq")
})

// Whatever the log holds that is neither chained nor waiting to be was put there past this file.
const wait = prepared((db, row: Slots<{ seq: number }>) => db.insertInto("audit_waiting").values(row))

export const auditReads = (connection: Connection): AuditReads => ({
  ...auditChainReads(connection),

  async search({ publisherId, subjectId, actorId, action, sinceMs, untilMs }, beforeSeq, limit) {
    let query = connection.db.selectFrom("audit_log").select(columns).where("seq", "<", beforeSeq)
    if (publisherId !== undefined) query = query.where("publisher_id", "=", publisherId)
    if (subjectId !== undefined) query = query.where("subject_id", "=", subjectId)
    if (actorId !== undefined) query = query.where("actor_id", "=", actorId)
    if (action !== undefined) query = query.where(sql<boolean>`action = ${action}`)
    if (sinceMs !== undefined) query = query.where("at_ms", ">=", sinceMs)
    if (untilMs !== undefined) query = query.where("at_ms", "<", untilMs)
    const rows = await query.orderBy("seq", "desc").limit(limit).execute()
    return rows.map(recordOf)
  },
})

export const auditStore = (connection: Connection): AuditStore => ({
  ...auditChainStore(connection),

  async append(entry) {
    const { action, actor, subjectId, atMs } = entry
    const row = {
      action,
      actor_kind: actor.kind,
      actor_id: actor.id,
      request_id: actor.requestId,
      subject_id: subjectId,
      at_ms: atMs,
      details: auditDetails(entry),
    }
    const [written] = (await insertEntry(connection, row, entry.publisherId)).rows
    if (written === undefined) throw new Error("An audit entry was not written.")
    await wait(connection, { seq: written.seq })
  },

  async list(subjectId, action) {
    let query = connection.db.selectFrom("audit_log").select(columns).where("subject_id", "=", subjectId)
    if (action !== undefined) query = query.where("action", "=", action)
    const rows = await query.orderBy("seq").limit(rowsMax).execute()
    return rows.map(entryOf)
  },
})

/** Writes a row in the slice of that publisher, or of the one its subject belongs to. */
function insertEntry(connection: Connection, row: Written, publisherId: string | null | undefined) {
  if (publisherId !== undefined) return insert(connection, { ...row, publisher_id: publisherId })
  if (row.subject_id.startsWith("lst_")) return insertOfListing(connection, row)
  if (row.subject_id.startsWith("rel_")) return insertOfRelease(connection, row)
  return insert(connection, { ...row, publisher_id: row.subject_id.startsWith("pub_") ? row.subject_id : null })
}

const entryOf = (row: AuditRow): AuditEntry => ({
  action: row.action,
  actor: { kind: row.actor_kind, id: row.actor_id, requestId: row.request_id },
  subjectId: row.subject_id,
  atMs: row.at_ms,
  details: JSON.parse(row.details),
})

const recordOf = (row: AuditRow): AuditRecord => ({
  ...entryOf(row),
  seq: row.seq,
  publisherId: row.publisher_id,
})

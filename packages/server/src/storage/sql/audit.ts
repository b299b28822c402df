import { type Selectable, sql } from "kysely"
import { auditDetails, type AuditEntry, type AuditRecord } from "../../domain/audit/audit.ts"
import type { AuditReads, AuditStore } from "../../domain/audit/store.ts"
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

const insert = prepared((db, row: Slots<Omit<AuditRow, "seq">>) => db.insertInto("audit_log").values(row))

const insertOfListing = prepared((db, row: Slots<Written>) => {
  const publisher_id = db.selectFrom("listings").select("publisher_id").where("listing_id", "=", row.subject_id)
  return db.insertInto("audit_log").values({ ...row, publisher_id })
})

const insertOfRelease = prepared((db, row: Slots<Written>) => {
  const publisher_id = db
    .selectFrom("releases")
    .innerJoin("listings", "listings.listing_id", "releases.listing_id")
    .select("publisher_id")
    .where("release_id", "=", row.subject_id)
  return db.insertInto("audit_log").values({ ...row, publisher_id })
})

export const auditReads = (connection: Connection): AuditReads => ({
  async search({ publisherId, subjectId, actorId, action }, beforeSeq, limit) {
    let query = connection.db.selectFrom("audit_log").select(columns).where("seq", "<", beforeSeq)
    if (publisherId !== undefined) query = query.where("publisher_id", "=", publisherId)
    if (subjectId !== undefined) query = query.where("subject_id", "=", subjectId)
    if (actorId !== undefined) query = query.where("actor_id", "=", actorId)
    if (action !== undefined) query = query.where(sql<boolean>`action = ${action}`)
    const rows = await query.orderBy("seq", "desc").limit(limit).execute()
    return rows.map(recordOf)
  },
})

export const auditStore = (connection: Connection): AuditStore => ({
  async append(entry) {
    const { action, actor, subjectId, atMs, publisherId } = entry
    const row = {
      action,
      actor_kind: actor.kind,
      actor_id: actor.id,
      request_id: actor.requestId,
      subject_id: subjectId,
      at_ms: atMs,
      details: auditDetails(entry),
    }
    if (publisherId !== undefined) await insert(connection, { ...row, publisher_id: publisherId })
    else if (subjectId.startsWith("lst_")) await insertOfListing(connection, row)
    else if (subjectId.startsWith("rel_")) await insertOfRelease(connection, row)
    else await insert(connection, { ...row, publisher_id: subjectId.startsWith("pub_") ? subjectId : null })
  },

  async list(subjectId, action) {
    let query = connection.db.selectFrom("audit_log").select(columns).where("subject_id", "=", subjectId)
    if (action !== undefined) query = query.where("action", "=", action)
    const rows = await query.orderBy("seq").limit(rowsMax).execute()
    return rows.map(entryOf)
  },
})

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

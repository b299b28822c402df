import type { Selectable } from "kysely"
import type { AuditEntry } from "../../domain/audit/audit.ts"
import type { AuditStore } from "../../domain/audit/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import { rowsMax } from "./rows-max.ts"
import type { Tables } from "./tables.ts"

type AuditRow = Selectable<Tables["audit_log"]>

const insert = prepared((db, row: Slots<Omit<AuditRow, "seq">>) => db.insertInto("audit_log").values(row))

export const auditStore = (connection: Connection): AuditStore => ({
  async append({ action, actor, subjectId, atMs, details }) {
    await insert(connection, {
      action,
      actor_kind: actor.kind,
      actor_id: actor.id,
      request_id: actor.requestId,
      subject_id: subjectId,
      at_ms: atMs,
      details: JSON.stringify(details),
    })
  },

  async list(subjectId, action) {
    let query = connection.db.selectFrom("audit_log").selectAll().where("subject_id", "=", subjectId)
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

import type { Selectable } from "kysely"
import type { Handoff } from "../../domain/handoffs/handoff.ts"
import type { HandoffReads, HandoffStore } from "../../domain/handoffs/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

type HandoffRow = Selectable<Tables["handoffs"]>
type Sought = { id: string; nowMs: number }

const columns = [
  ...(["handoff_id", "handoffs.target_id", "code_challenge", "state", "target_context", "listing", "version"] as const),
  ...(["handoffs.created_at_ms", "expires_at_ms"] as const),
]

const byId = prepared((db, { id, nowMs }: Slots<Sought>) =>
  db
    .selectFrom("handoffs")
    .innerJoin("targets", "targets.target_id", "handoffs.target_id")
    .select(columns)
    .select(["name", "target_system", "disabled_at_ms"])
    .where("handoff_id", "=", id)
    .where("expires_at_ms", ">", nowMs),
)

const insert = prepared((db, row: Slots<HandoffRow>) => db.insertInto("handoffs").values(row))

const take = prepared((db, { id, nowMs }: Slots<Sought>) =>
  db.deleteFrom("handoffs").where("handoff_id", "=", id).where("expires_at_ms", ">", nowMs).returning(columns),
)

const purge = prepared((db, { nowMs }: Slots<{ nowMs: number }>) =>
  db.deleteFrom("handoffs").where("expires_at_ms", "<=", nowMs),
)

export const handoffReads = (connection: Connection): HandoffReads => ({
  async find(id, nowMs) {
    const [row] = (await byId(connection, { id, nowMs })).rows
    if (row === undefined) return undefined
    const { name, target_system: targetSystem, disabled_at_ms: disabledAtMs } = row
    return { ...handoffOf(row), target: { name, targetSystem, disabledAtMs } }
  },
})

export const handoffStore = (connection: Connection): HandoffStore => ({
  ...handoffReads(connection),

  async insert(handoff) {
    await insert(connection, {
      handoff_id: handoff.handoffId,
      target_id: handoff.targetId,
      code_challenge: handoff.codeChallenge,
      state: handoff.state,
      target_context: JSON.stringify(handoff.targetContext),
      listing: handoff.listing,
      version: handoff.version,
      created_at_ms: handoff.createdAtMs,
      expires_at_ms: handoff.expiresAtMs,
    })
  },

  async take(id, nowMs) {
    const [row] = (await take(connection, { id, nowMs })).rows
    return row && handoffOf(row)
  },

  purge: async (nowMs) => Number((await purge(connection, { nowMs })).numAffectedRows),
})

const handoffOf = (row: HandoffRow): Handoff => ({
  handoffId: row.handoff_id,
  targetId: row.target_id,
  codeChallenge: row.code_challenge,
  state: row.state,
  targetContext: JSON.parse(row.target_context),
  listing: row.listing,
  version: row.version,
  createdAtMs: row.created_at_ms,
  expiresAtMs: row.expires_at_ms,
})

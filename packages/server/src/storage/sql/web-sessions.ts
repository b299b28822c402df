import type { Selectable } from "kysely"
import type { WebSession } from "../../domain/web-sessions/session.ts"
import type { WebSessionReads, WebSessionStore } from "../../domain/web-sessions/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"
import { userColumns, userOf } from "./users.ts"

type SessionRow = Selectable<Tables["web_sessions"]>

const byHash = prepared((db, { secretHash }: Slots<{ secretHash: string }>) =>
  db
    .selectFrom("web_sessions")
    .innerJoin("users", "users.user_id", "web_sessions.user_id")
    .select(["session_id", "secret_hash", "last_used_at_ms"])
    .select("web_sessions.created_at_ms as session_created_at_ms")
    .select(userColumns)
    .where("secret_hash", "=", secretHash),
)

const insert = prepared((db, row: Slots<SessionRow>) => db.insertInto("web_sessions").values(row))

const noteUse = prepared((db, { sessionId, usedAtMs }: Slots<{ sessionId: string; usedAtMs: number }>) =>
  db
    .updateTable("web_sessions")
    .set({ last_used_at_ms: usedAtMs })
    .where("session_id", "=", sessionId)
    .where("last_used_at_ms", "<", usedAtMs),
)

const remove = prepared((db, { sessionId }: Slots<{ sessionId: string }>) =>
  db.deleteFrom("web_sessions").where("session_id", "=", sessionId),
)

const purge = prepared((db, { beforeMs }: Slots<{ beforeMs: number }>) =>
  db.deleteFrom("web_sessions").where("created_at_ms", "<=", beforeMs),
)

export const webSessionReads = (connection: Connection): WebSessionReads => ({
  async findByHash(secretHash) {
    const [row] = (await byHash(connection, { secretHash })).rows
    return row && { session: sessionOf({ ...row, created_at_ms: row.session_created_at_ms }), user: userOf(row) }
  },
})

export const webSessionStore = (connection: Connection): WebSessionStore => ({
  ...webSessionReads(connection),

  async insert(session) {
    await insert(connection, {
      session_id: session.sessionId,
      user_id: session.userId,
      secret_hash: session.secretHash,
      created_at_ms: session.createdAtMs,
      last_used_at_ms: session.lastUsedAtMs,
    })
  },

  async noteUse(sessionId, usedAtMs) {
    await noteUse(connection, { sessionId, usedAtMs })
  },

  remove: async (sessionId) => (await remove(connection, { sessionId })).numAffectedRows === 1n,

  purge: async (beforeMs) => Number((await purge(connection, { beforeMs })).numAffectedRows),
})

const sessionOf = (row: SessionRow): WebSession => ({
  sessionId: row.session_id,
  userId: row.user_id,
  secretHash: row.secret_hash,
  createdAtMs: row.created_at_ms,
  lastUsedAtMs: row.last_used_at_ms,
})

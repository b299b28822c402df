import type { Selectable } from "kysely"
import type { CliSession } from "../../domain/sessions/session.ts"
import type { SessionReads, SessionStore } from "../../domain/sessions/store.ts"
import type { Connection } from "./connection.ts"
import { isAfter, type PageValues, pageValues } from "./newest-first.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"
import { userColumns, userOf } from "./users.ts"

type SessionRow = Selectable<Tables["cli_sessions"]>

const columns = [
  ...(["session_id", "cli_sessions.user_id", "client_name", "scopes", "requested_from", "secret_hash"] as const),
  ...(["last_used_at_ms", "revoked_at_ms"] as const),
]

const byHash = prepared((db, { secretHash }: Slots<{ secretHash: string }>) =>
  db
    .selectFrom("cli_sessions")
    .innerJoin("users", "users.user_id", "cli_sessions.user_id")
    .select(columns)
    .select("cli_sessions.created_at_ms as session_created_at_ms")
    .select(userColumns)
    .where("secret_hash", "=", secretHash),
)

const byId = prepared((db, { sessionId }: Slots<{ sessionId: string }>) =>
  db.selectFrom("cli_sessions").select(columns).select("created_at_ms").where("session_id", "=", sessionId),
)

const ofUser = prepared((db, { userId, ...page }: Slots<{ userId: string } & PageValues>) =>
  db
    .selectFrom("cli_sessions")
    .select(columns)
    .select("created_at_ms")
    .where("user_id", "=", userId)
    .where(isAfter(["created_at_ms", "session_id"], page))
    .orderBy("created_at_ms", "desc")
    .orderBy("session_id", "desc")
    .limit(page.limit),
)

const live = prepared((db, { userId }: Slots<{ userId: string }>) =>
  db
    .selectFrom("cli_sessions")
    .select(columns)
    .select("created_at_ms")
    .where("user_id", "=", userId)
    .where("revoked_at_ms", "is", null),
)

const insert = prepared((db, row: Slots<SessionRow>) => db.insertInto("cli_sessions").values(row))

const revoke = prepared((db, { sessionId, nowMs }: Slots<{ sessionId: string; nowMs: number }>) =>
  db
    .updateTable("cli_sessions")
    .set({ revoked_at_ms: nowMs })
    .where("session_id", "=", sessionId)
    .where("revoked_at_ms", "is", null),
)

const noteUse = prepared((db, { sessionId, usedAtMs }: Slots<{ sessionId: string; usedAtMs: number }>) =>
  db
    .updateTable("cli_sessions")
    .set({ last_used_at_ms: usedAtMs })
    .where("session_id", "=", sessionId)
    .where((eb) => eb.or([eb("last_used_at_ms", "is", null), eb("last_used_at_ms", "<", usedAtMs)])),
)

export const sessionReads = (connection: Connection): SessionReads => ({
  async find(sessionId) {
    const [row] = (await byId(connection, { sessionId })).rows
    return row && sessionOf(row)
  },

  async findByHash(secretHash) {
    const [row] = (await byHash(connection, { secretHash })).rows
    if (row === undefined) return undefined
    return { session: sessionOf({ ...row, created_at_ms: row.session_created_at_ms }), user: userOf(row) }
  },

  async listOfUser(userId, page) {
    return (await ofUser(connection, { userId, ...pageValues(page) })).rows.map(sessionOf)
  },
})

export const sessionStore = (connection: Connection): SessionStore => ({
  ...sessionReads(connection),

  async insert(session) {
    await insert(connection, {
      session_id: session.sessionId,
      user_id: session.userId,
      client_name: session.clientName,
      scopes: JSON.stringify(session.scopes),
      requested_from: session.requestedFrom,
      secret_hash: session.secretHash,
      created_at_ms: session.createdAtMs,
      last_used_at_ms: session.lastUsedAtMs,
      revoked_at_ms: session.revokedAtMs,
    })
  },

  listLive: async (userId) => (await live(connection, { userId })).rows.map(sessionOf),

  revoke: async (sessionId, nowMs) => (await revoke(connection, { sessionId, nowMs })).numAffectedRows === 1n,

  async noteUse(sessionId, usedAtMs) {
    await noteUse(connection, { sessionId, usedAtMs })
  },
})

const sessionOf = (row: SessionRow): CliSession => ({
  sessionId: row.session_id,
  userId: row.user_id,
  clientName: row.client_name,
  scopes: JSON.parse(row.scopes),
  requestedFrom: row.requested_from,
  secretHash: row.secret_hash,
  createdAtMs: row.created_at_ms,
  lastUsedAtMs: row.last_used_at_ms,
  revokedAtMs: row.revoked_at_ms,
})

import type { Selectable } from "kysely"
import type { DeviceLogin } from "../../domain/sessions/device-login.ts"
import type { DeviceLoginReads, DeviceLoginStore } from "../../domain/sessions/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

type LoginRow = Selectable<Tables["device_logins"]>

const pending = prepared((db, { userCode, nowMs }: Slots<{ userCode: string; nowMs: number }>) =>
  db
    .selectFrom("device_logins")
    .selectAll()
    .where("user_code", "=", userCode)
    .where("status", "=", "pending")
    .where("expires_at_ms", ">", nowMs),
)

const byCode = prepared((db, { deviceCodeHash }: Slots<{ deviceCodeHash: string }>) =>
  db.selectFrom("device_logins").selectAll().where("device_code_hash", "=", deviceCodeHash),
)

const lockByCode = prepared((db, { deviceCodeHash }: Slots<{ deviceCodeHash: string }>) =>
  db.selectFrom("device_logins").select("login_id").where("device_code_hash", "=", deviceCodeHash).forUpdate(),
)

const insert = prepared((db, row: Slots<LoginRow>) =>
  db
    .insertInto("device_logins")
    .values(row)
    .onConflict((conflict) => conflict.column("user_code").doNothing()),
)

const decide = prepared(
  (db, { loginId, status, userId }: Slots<{ loginId: string; status: LoginRow["status"]; userId: string }>) =>
    db
      .updateTable("device_logins")
      .set({ status, user_id: userId })
      .where("login_id", "=", loginId)
      .where("status", "=", "pending"),
)

type Poll = { loginId: string; polledAtMs: number; intervalMs: number }

const notePoll = prepared((db, { loginId, polledAtMs, intervalMs }: Slots<Poll>) =>
  db
    .updateTable("device_logins")
    .set({ polled_at_ms: polledAtMs, interval_ms: intervalMs })
    .where("login_id", "=", loginId),
)

const giveSession = prepared((db, { loginId, sessionId }: Slots<{ loginId: string; sessionId: string }>) =>
  db.updateTable("device_logins").set({ session_id: sessionId }).where("login_id", "=", loginId),
)

const purge = prepared((db, { beforeMs }: Slots<{ beforeMs: number }>) =>
  db.deleteFrom("device_logins").where("expires_at_ms", "<", beforeMs),
)

export const deviceLoginReads = (connection: Connection): DeviceLoginReads => ({
  async findPending(userCode, nowMs) {
    const [row] = (await pending(connection, { userCode, nowMs })).rows
    return row && loginOf(row)
  },
})

export const deviceLoginStore = (connection: Connection): DeviceLoginStore => ({
  ...deviceLoginReads(connection),

  async insert(login) {
    const inserted = await insert(connection, {
      login_id: login.loginId,
      device_code_hash: login.deviceCodeHash,
      user_code: login.userCode,
      code_challenge: login.codeChallenge,
      client_name: login.clientName,
      scopes: JSON.stringify(login.scopes),
      requested_from: login.requestedFrom,
      status: login.status,
      user_id: login.userId,
      session_id: login.sessionId,
      interval_ms: login.intervalMs,
      polled_at_ms: login.polledAtMs,
      created_at_ms: login.createdAtMs,
      expires_at_ms: login.expiresAtMs,
    })
    return inserted.numAffectedRows === 1n
  },

  async lockByCode(deviceCodeHash) {
    if (connection.dialect.locksRows) await lockByCode(connection, { deviceCodeHash })
    const [row] = (await byCode(connection, { deviceCodeHash })).rows
    return row && loginOf(row)
  },

  decide: async (loginId, status, userId) =>
    (await decide(connection, { loginId, status, userId })).numAffectedRows === 1n,

  async notePoll(loginId, polledAtMs, intervalMs) {
    await notePoll(connection, { loginId, polledAtMs, intervalMs })
  },

  async giveSession(loginId, sessionId) {
    await giveSession(connection, { loginId, sessionId })
  },

  purge: async (beforeMs) => Number((await purge(connection, { beforeMs })).numAffectedRows),
})

const loginOf = (row: LoginRow): DeviceLogin => ({
  loginId: row.login_id,
  deviceCodeHash: row.device_code_hash,
  userCode: row.user_code,
  codeChallenge: row.code_challenge,
  clientName: row.client_name,
  scopes: JSON.parse(row.scopes),
  requestedFrom: row.requested_from,
  status: row.status,
  userId: row.user_id,
  sessionId: row.session_id,
  intervalMs: row.interval_ms,
  polledAtMs: row.polled_at_ms,
  createdAtMs: row.created_at_ms,
  expiresAtMs: row.expires_at_ms,
})

import type { Selectable } from "kysely"
import type { UserReads, UserStore } from "../../domain/identity/store.ts"
import type { User } from "../../domain/identity/user.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

/** Without what moderation adds to it: see `moderation.ts`. */
type UserRow = Omit<Selectable<Tables["users"]>, "moderation_role" | "lock_reason">

export const userColumns = ["users.user_id", "iss", "sub", "locked_at_ms", "users.created_at_ms"] as const

const byId = prepared((db, { userId }: Slots<{ userId: string }>) =>
  db.selectFrom("users").select(userColumns).where("user_id", "=", userId),
)

const byIdentity = prepared((db, { iss, sub }: Slots<{ iss: string; sub: string }>) =>
  db.selectFrom("users").select(userColumns).where("iss", "=", iss).where("sub", "=", sub),
)

const insert = prepared((db, row: Slots<UserRow>) =>
  db
    .insertInto("users")
    .values(row)
    .onConflict((conflict) => conflict.columns(["iss", "sub"]).doNothing()),
)

const lock = prepared((db, { userId }: Slots<{ userId: string }>) =>
  db.selectFrom("users").select("user_id").where("user_id", "=", userId).forNoKeyUpdate(),
)

const hold = prepared((db, { userId }: Slots<{ userId: string }>) =>
  db.selectFrom("users").select("user_id").where("user_id", "=", userId).forShare(),
)

export const userReads = (connection: Connection): UserReads => ({
  async find(userId) {
    const [row] = (await byId(connection, { userId })).rows
    return row && userOf(row)
  },

  async findByIdentity(iss, sub) {
    const [row] = (await byIdentity(connection, { iss, sub })).rows
    return row && userOf(row)
  },
})

export const userStore = (connection: Connection): UserStore => ({
  ...userReads(connection),

  async hold(userId) {
    if (connection.dialect.locksRows) await hold(connection, { userId })
    return await userReads(connection).find(userId)
  },

  async insert({ userId, iss, sub, lockedAtMs, createdAtMs }) {
    const row = { user_id: userId, iss, sub, locked_at_ms: lockedAtMs, created_at_ms: createdAtMs }
    return (await insert(connection, row)).numAffectedRows === 1n
  },

  async lock(userId) {
    if (connection.dialect.locksRows) await lock(connection, { userId })
  },
})

export const userOf = (row: UserRow): User => ({
  userId: row.user_id,
  iss: row.iss,
  sub: row.sub,
  lockedAtMs: row.locked_at_ms,
  createdAtMs: row.created_at_ms,
})

import type { ModerationReason, ModerationRole, VerificationMethod } from "@fleetprompt/sdk/contracts"
import type { Kysely } from "kysely"
import type { ModerationReads, ModerationStore } from "../../domain/moderation/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

const users = (db: Kysely<Tables>) =>
  db
    .selectFrom("users")
    .select(["user_id as userId", "iss", "sub", "moderation_role as role"])
    .select(["locked_at_ms as lockedAtMs", "lock_reason as lockReason"])

const userById = prepared((db, { userId }: Slots<{ userId: string }>) => users(db).where("user_id", "=", userId))

const named = prepared((db, { name, limit }: Slots<{ name: string; limit: number }>) =>
  users(db)
    .where((eb) => eb.or([eb("user_id", "=", name), eb("sub", "=", name)]))
    .orderBy("user_id")
    .limit(limit),
)

const notable = prepared((db, { limit }: Slots<{ limit: number }>) =>
  users(db)
    .where((eb) => eb.or([eb("moderation_role", "is not", null), eb("locked_at_ms", "is not", null)]))
    .orderBy("user_id")
    .limit(limit),
)

const setRole = prepared((db, { userId, role }: Slots<{ userId: string; role: ModerationRole | null }>) =>
  db.updateTable("users").set({ moderation_role: role }).where("user_id", "=", userId),
)

type LockValues = { id: string; atMs: number | null; reason: ModerationReason | null }

const lockUser = prepared((db, { id, atMs, reason }: Slots<LockValues>) =>
  db.updateTable("users").set({ locked_at_ms: atMs, lock_reason: reason }).where("user_id", "=", id),
)

const lockPublisher = prepared((db, { id, atMs, reason }: Slots<LockValues>) =>
  db.updateTable("publishers").set({ locked_at_ms: atMs, lock_reason: reason }).where("publisher_id", "=", id),
)

const setMethod = prepared((db, { id, method }: Slots<{ id: string; method: VerificationMethod | null }>) =>
  db.updateTable("publishers").set({ verification_method: method }).where("publisher_id", "=", id),
)

export const moderationReads = (connection: Connection): ModerationReads => ({
  roleOf: async (userId) => (await userById(connection, { userId })).rows[0]?.role ?? null,
  findUser: async (userId) => (await userById(connection, { userId })).rows[0],
  listNamed: async (name, limit) => (await named(connection, { name, limit })).rows,
  listNotable: async (limit) => (await notable(connection, { limit })).rows,
})

export const moderationStore = (connection: Connection): ModerationStore => ({
  ...moderationReads(connection),

  async setRole(userId, role) {
    await setRole(connection, { userId, role })
  },

  async setUserLock(id, lock) {
    await lockUser(connection, { id, atMs: lock?.atMs ?? null, reason: lock?.reason ?? null })
  },

  async setPublisherLock(id, lock) {
    await lockPublisher(connection, { id, atMs: lock?.atMs ?? null, reason: lock?.reason ?? null })
  },

  async setVerificationMethod(id, method) {
    await setMethod(connection, { id, method })
  },
})

import type { Selectable } from "kysely"
import type { Publisher } from "../../domain/publishers/publisher.ts"
import type { PublisherReads, PublisherStore } from "../../domain/publishers/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import { rowsMax } from "./rows-max.ts"
import type { Tables } from "./tables.ts"

type PublisherRow = Selectable<Tables["publishers"]>

const byHandle = prepared((db, { handle }: Slots<{ handle: string }>) =>
  db.selectFrom("publishers").selectAll().where("handle", "=", handle),
)

const memberships = prepared((db, { userId }: Slots<{ userId: string }>) =>
  db
    .selectFrom("publisher_members")
    .innerJoin("publishers", "publishers.publisher_id", "publisher_members.publisher_id")
    .select(["publishers.publisher_id as publisherId", "handle", "role"])
    .where("user_id", "=", userId)
    .orderBy("handle")
    .limit(rowsMax),
)

const membership = prepared((db, { publisherId, userId }: Slots<{ publisherId: string; userId: string }>) =>
  db
    .selectFrom("publisher_members")
    .select("role")
    .where("publisher_id", "=", publisherId)
    .where("user_id", "=", userId),
)

const insert = prepared((db, row: Slots<PublisherRow>) =>
  db
    .insertInto("publishers")
    .values(row)
    .onConflict((conflict) => conflict.column("handle").doNothing()),
)

const insertMember = prepared((db, row: Slots<Selectable<Tables["publisher_members"]>>) =>
  db.insertInto("publisher_members").values(row),
)

const countOwned = prepared((db, { userId }: Slots<{ userId: string }>) =>
  db
    .selectFrom("publisher_members")
    .select(({ fn }) => fn.countAll<number>().as("owned"))
    .where("user_id", "=", userId)
    .where("role", "=", "owner"),
)

export const publisherReads = (connection: Connection): PublisherReads => ({
  async findByHandle(handle) {
    const [row] = (await byHandle(connection, { handle })).rows
    return row && publisherOf(row)
  },

  membershipsOf: async (userId) => (await memberships(connection, { userId })).rows,

  roleOf: async (publisherId, userId) => (await membership(connection, { publisherId, userId })).rows[0]?.role,
})

export const publisherStore = (connection: Connection): PublisherStore => ({
  ...publisherReads(connection),

  async insert({ publisherId, handle, displayName, verifiedAtMs, createdAtMs }) {
    const names = { publisher_id: publisherId, handle, display_name: displayName }
    const row = { ...names, verified_at_ms: verifiedAtMs, created_at_ms: createdAtMs }
    return (await insert(connection, row)).numAffectedRows === 1n
  },

  async addMember({ publisherId, userId, role, addedAtMs }) {
    await insertMember(connection, { publisher_id: publisherId, user_id: userId, role, added_at_ms: addedAtMs })
  },

  countOwnedBy: async (userId) => (await countOwned(connection, { userId })).rows[0]?.owned ?? 0,
})

const publisherOf = (row: PublisherRow): Publisher => ({
  publisherId: row.publisher_id,
  handle: row.handle,
  displayName: row.display_name,
  verifiedAtMs: row.verified_at_ms,
  createdAtMs: row.created_at_ms,
})

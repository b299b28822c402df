import type { Selectable } from "kysely"
import type { Publisher } from "../../domain/publishers/publisher.ts"
import type { PublisherReads, PublisherStore } from "../../domain/publishers/store.ts"
import { skeletonOf } from "../../domain/publishers/skeleton.ts"
import type { Connection } from "./connection.ts"
import { listMembers, removeMember, setRole } from "./members.ts"
import { prepared, type Slots } from "./prepared.ts"
import { rowsMax } from "./rows-max.ts"
import type { Tables } from "./tables.ts"

type PublisherRow = Selectable<Tables["publishers"]>

const moderated = ["verification_method", "locked_at_ms", "lock_reason"] as const

const profile = ["display_name", "description", "homepage_url", "row_version"] as const

const columns = ["publisher_id", "handle", "verified_at_ms", "created_at_ms", ...profile, ...moderated] as const

const byHandle = prepared((db, { handle }: Slots<{ handle: string }>) =>
  db.selectFrom("publishers").select(columns).where("handle", "=", handle),
)

type FromValues = { afterHandle: string; beginning: string; end: string; limit: number }

const from = prepared((db, { afterHandle, beginning, end, limit }: Slots<FromValues>) =>
  db
    .selectFrom("publishers")
    .select(columns)
    .where("handle", ">", afterHandle)
    .where("handle", ">=", beginning)
    .where("handle", "<", end)
    .orderBy("handle")
    .limit(limit),
)

/** Comes after every letter of a handle. */
const behindAll = "{"

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
    .onConflict((conflict) => conflict.doNothing()),
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

const lock = prepared((db, { handle }: Slots<{ handle: string }>) =>
  db.selectFrom("publishers").select("publisher_id").where("handle", "=", handle).forNoKeyUpdate(),
)

export const publisherReads = (connection: Connection): PublisherReads => ({
  async findByHandle(handle) {
    const [row] = (await byHandle(connection, { handle })).rows
    return row && publisherOf(row)
  },

  async listFrom(beginning, afterHandle, limit) {
    const values = { beginning, afterHandle, end: `${beginning}${behindAll}`, limit }
    return (await from(connection, values)).rows.map(publisherOf)
  },

  membershipsOf: async (userId) => (await memberships(connection, { userId })).rows,

  roleOf: async (publisherId, userId) => (await membership(connection, { publisherId, userId })).rows[0]?.role,

  listMembers: (publisherId) => listMembers(connection, publisherId),
})

export const publisherStore = (connection: Connection): PublisherStore => ({
  ...publisherReads(connection),

  insert: async (publisher) => (await insert(connection, rowOf(publisher))).numAffectedRows === 1n,

  async addMember({ publisherId, userId, role, addedAtMs }) {
    await insertMember(connection, { publisher_id: publisherId, user_id: userId, role, added_at_ms: addedAtMs })
  },

  countOwnedBy: async (userId) => (await countOwned(connection, { userId })).rows[0]?.owned ?? 0,

  async lockByHandle(handle) {
    if (connection.dialect.locksRows) await lock(connection, { handle })
    const [row] = (await byHandle(connection, { handle })).rows
    return row && publisherOf(row)
  },

  async update({ publisherId, displayName, description, homepageUrl, rowVersion }) {
    await connection.db
      .updateTable("publishers")
      .set({ display_name: displayName, description, homepage_url: homepageUrl, row_version: rowVersion })
      .where("publisher_id", "=", publisherId)
      .execute()
    await touchListings(connection, publisherId)
  },

  async setVerified(publisherId, verifiedAtMs) {
    await connection.db
      .updateTable("publishers")
      .set((eb) => ({ verified_at_ms: verifiedAtMs, row_version: eb("row_version", "+", 1) }))
      .where("publisher_id", "=", publisherId)
      .execute()
    await touchListings(connection, publisherId)
  },

  setRole: (publisherId, userId, role) => setRole(connection, publisherId, userId, role),
  removeMember: (publisherId, userId) => removeMember(connection, publisherId, userId),
})

/** A listing's reply names its publisher, so a reader who kept it must not be told that it is still the same. */
async function touchListings({ db }: Connection, publisherId: string): Promise<void> {
  await db
    .updateTable("listings")
    .set((eb) => ({ row_version: eb("row_version", "+", 1) }))
    .where("publisher_id", "=", publisherId)
    .execute()
}

const rowOf = (publisher: Publisher): PublisherRow => ({
  publisher_id: publisher.publisherId,
  handle: publisher.handle,
  skeleton: skeletonOf(publisher.handle),
  display_name: publisher.displayName,
  description: publisher.description,
  homepage_url: publisher.homepageUrl,
  verified_at_ms: publisher.verifiedAtMs,
  verification_method: publisher.verificationMethod,
  locked_at_ms: publisher.lockedAtMs,
  lock_reason: publisher.lockReason,
  row_version: publisher.rowVersion,
  created_at_ms: publisher.createdAtMs,
})

const publisherOf = (row: Pick<PublisherRow, (typeof columns)[number]>): Publisher => ({
  publisherId: row.publisher_id,
  handle: row.handle,
  displayName: row.display_name,
  description: row.description,
  homepageUrl: row.homepage_url,
  verifiedAtMs: row.verified_at_ms,
  verificationMethod: row.verification_method,
  lockedAtMs: row.locked_at_ms,
  lockReason: row.lock_reason,
  rowVersion: row.row_version,
  createdAtMs: row.created_at_ms,
})

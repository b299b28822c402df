import type { RevocationCause } from "@fleetprompt/sdk/contracts"
import type { RevocationReads, RevocationStore } from "../../domain/revocations/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"

const after = prepared((db, { seq, limit }: Slots<{ seq: number; limit: number }>) =>
  db
    .selectFrom("revocations")
    .select(["seq", "release_id", "revoked", "cause", "at_ms"])
    .where("seq", ">", seq)
    .orderBy("seq")
    .limit(limit),
)

const live = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db
    .selectFrom("releases")
    .select("release_id")
    .where("listing_id", "=", listingId)
    .where("status", "=", "published")
    .orderBy("release_id"),
)

// Numbers are given in the order of the commits, as those of the change feed are: see `changes.ts`.
const takeNumbers = prepared((db, { count }: Slots<{ count: number }>) =>
  db
    .updateTable("revocation_counter")
    .set((eb) => ({ seq: eb("seq", "+", count) }))
    .where("id", "=", 1)
    .returning("seq"),
)

type EntryRow = { seq: number; release_id: string; revoked: number; cause: RevocationCause; at_ms: number }

const insert = prepared((db, row: Slots<EntryRow>) => db.insertInto("revocations").values(row))

export const revocationReads = (connection: Connection): RevocationReads => ({
  async listAfter(seq, limit) {
    const { rows } = await after(connection, { seq, limit })
    return rows.map((row) => ({
      seq: row.seq,
      releaseId: row.release_id,
      revoked: row.revoked === 1,
      cause: row.cause,
      atMs: row.at_ms,
    }))
  },
})

export const revocationStore = (connection: Connection): RevocationStore => {
  async function append(
    releaseIds: readonly string[],
    { revoked, cause, atMs }: Parameters<RevocationStore["appendListing"]>[1],
  ): Promise<void> {
    if (releaseIds.length === 0) return
    const [counter] = (await takeNumbers(connection, { count: releaseIds.length })).rows
    if (counter === undefined) throw new Error("The revocation feed has lost its counter.")
    const first = counter.seq - releaseIds.length + 1
    for (const [index, releaseId] of releaseIds.entries()) {
      const row = { seq: first + index, release_id: releaseId, revoked: Number(revoked), cause, at_ms: atMs }
      await insert(connection, row)
    }
  }
  return {
    ...revocationReads(connection),
    append: ({ releaseId, ...entry }) => append([releaseId], entry),
    async appendListing(listingId, entry) {
      const { rows } = await live(connection, { listingId })
      const releaseIds = rows.map((row) => row.release_id)
      await append(releaseIds, entry)
    },
  }
}

import type { Kysely, Selectable } from "kysely"
import type { Change } from "../../domain/changes/change.ts"
import type { ChangeReads, ChangeStore } from "../../domain/changes/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

type ChangeRow = Selectable<Tables["changes"]>

const changeRows = (db: Kysely<Tables>) =>
  db.selectFrom("changes").select(["seq", "kind", "listing_id", "publisher_id", "slug", "version", "at_ms"])

const after = prepared((db, { seq, limit }: Slots<{ seq: number; limit: number }>) =>
  changeRows(db).where("seq", ">", seq).orderBy("seq").limit(limit),
)

const latest = prepared((db, { limit }: Slots<{ limit: number }>) => changeRows(db).orderBy("seq", "desc").limit(limit))

const latestOf = prepared((db, { limit, publisherId }: Slots<{ limit: number; publisherId: string }>) =>
  changeRows(db).where("publisher_id", "=", publisherId).orderBy("seq", "desc").limit(limit),
)

const latestOfListing = prepared((db, { limit, listingId }: Slots<{ limit: number; listingId: string }>) =>
  changeRows(db).where("listing_id", "=", listingId).orderBy("seq", "desc").limit(limit),
)

// The counter's row stays locked until the transaction ends. So whoever comes next gets a higher number only once the
// lower ones can be read, which a sequence would not do: it hands out numbers in one order and sees commits in another.
const takeNumbers = prepared((db, { count }: Slots<{ count: number }>) =>
  db
    .updateTable("change_counter")
    .set((eb) => ({ seq: eb("seq", "+", count) }))
    .where("id", "=", 1)
    .returning("seq"),
)

const insert = prepared((db, row: Slots<ChangeRow>) => db.insertInto("changes").values(row))

export const changeReads = (connection: Connection): ChangeReads => ({
  listAfter: async (seq, limit) => (await after(connection, { seq, limit })).rows.map(changeOf),

  async latest(limit, publisherId) {
    const { rows } =
      publisherId === undefined
        ? await latest(connection, { limit })
        : await latestOf(connection, { limit, publisherId })
    return rows.map(changeOf)
  },

  latestOfListing: async (listingId, limit) =>
    (await latestOfListing(connection, { limit, listingId })).rows.map(changeOf),
})

export const changeStore = (connection: Connection): ChangeStore => ({
  ...changeReads(connection),

  async append(changes) {
    if (changes.length === 0) return
    const [counter] = (await takeNumbers(connection, { count: changes.length })).rows
    if (counter === undefined) throw new Error("The change feed has lost its counter.")
    const first = counter.seq - changes.length + 1
    for (const [index, { kind, listingId, publisherId, slug, version, atMs }] of changes.entries()) {
      const names = { kind, listing_id: listingId, publisher_id: publisherId, slug, version }
      await insert(connection, { seq: first + index, ...names, at_ms: atMs })
    }
  },
})

const changeOf = (row: ChangeRow): Change => ({
  seq: row.seq,
  kind: row.kind,
  listingId: row.listing_id,
  publisherId: row.publisher_id,
  slug: row.slug,
  version: row.version,
  atMs: row.at_ms,
})

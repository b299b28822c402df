import type { ReceiptReads, ReceiptStore } from "../../domain/receipts/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"

const ofRelease = prepared((db, { releaseId }: Slots<{ releaseId: string }>) =>
  db.selectFrom("receipts").select(["sequence", "release_id", "jws"]).where("release_id", "=", releaseId),
)

// Numbers are given in the order of the commits, as those of the change feed are: see `changes.ts`.
const takeCounter = prepared((db, _slots: Slots<object>) =>
  db
    .updateTable("receipt_counter")
    .set((eb) => ({ sequence: eb.ref("sequence") }))
    .where("id", "=", 1)
    .returning("sequence"),
)

const count = prepared((db, { sequence }: Slots<{ sequence: number }>) =>
  db.updateTable("receipt_counter").set({ sequence }).where("id", "=", 1),
)

const insert = prepared((db, row: Slots<{ sequence: number; release_id: string; jws: string }>) =>
  db.insertInto("receipts").values(row),
)

export const receiptReads = (connection: Connection): ReceiptReads => ({
  async find(releaseId) {
    const [row] = (await ofRelease(connection, { releaseId })).rows
    return row && { sequence: row.sequence, releaseId: row.release_id, jws: row.jws }
  },
})

export const receiptStore = (connection: Connection): ReceiptStore => ({
  ...receiptReads(connection),

  async lockSequence() {
    const [counter] = (await takeCounter(connection, {})).rows
    if (counter === undefined) throw new Error("The receipts have lost their counter.")
    return counter.sequence
  },

  async insert({ sequence, releaseId, jws }) {
    await insert(connection, { sequence, release_id: releaseId, jws })
    await count(connection, { sequence })
  },
})

import type { CancelReason, InstallOutcome, OutcomeCode } from "@fleetprompt/sdk/contracts"
import type { InstallReads, InstallStore } from "../../domain/installs/store.ts"
import type { Connection } from "./connection.ts"
import { columnsOf, installOf, installRows, type IntentRow } from "./install-row.ts"
import { isAfter, pageValues, type PageValues } from "./newest-first.ts"
import { prepared, type Slots } from "./prepared.ts"
import { spend } from "./spend.ts"

const byId = prepared((db, { id }: Slots<{ id: string }>) => installRows(db).where("install_intent_id", "=", id))

const byTokenHash = prepared((db, { tokenHash }: Slots<{ tokenHash: string }>) =>
  installRows(db).where("token_hash", "=", tokenHash),
)

const byRedemption = prepared((db, { targetId, redemptionId }: Slots<{ targetId: string; redemptionId: string }>) =>
  installRows(db).where("install_intents.target_id", "=", targetId).where("redemption_id", "=", redemptionId),
)

const ofBuyer = prepared((db, { buyerUserId, ...page }: Slots<{ buyerUserId: string } & PageValues>) =>
  installRows(db)
    .where("buyer_user_id", "=", buyerUserId)
    .where(isAfter(["install_intents.created_at_ms", "install_intent_id"], page))
    .orderBy("install_intents.created_at_ms", "desc")
    .orderBy("install_intent_id", "desc")
    .limit(page.limit),
)

const insert = prepared((db, row: Slots<IntentRow>) => db.insertInto("install_intents").values(row))

// A lock is a statement of its own, so that the view read after it sees everything that the transaction we waited for
// has changed; in one statement PostgreSQL would show the joined rows as they were before the wait.
const lockById = prepared((db, { id }: Slots<{ id: string }>) =>
  db.selectFrom("install_intents").select("install_intent_id").where("install_intent_id", "=", id).forNoKeyUpdate(),
)

const lockByHash = prepared((db, { tokenHash }: Slots<{ tokenHash: string }>) =>
  db.selectFrom("install_intents").select("install_intent_id").where("token_hash", "=", tokenHash).forNoKeyUpdate(),
)

const countAttempt = prepared((db, { id }: Slots<{ id: string }>) =>
  db
    .updateTable("install_intents")
    .set((eb) => ({ failed_attempts: eb("failed_attempts", "+", 1) }))
    .where("install_intent_id", "=", id)
    .returning("failed_attempts"),
)

const cancel = prepared((db, { id, reason }: Slots<{ id: string; reason: CancelReason }>) =>
  db
    .updateTable("install_intents")
    .set({ status: "canceled", cancel_reason: reason })
    .where("install_intent_id", "=", id)
    .where("status", "in", ["created", "token_issued"]),
)

const cancelOfRelease = prepared(
  (db, { releaseId, reason, nowMs }: Slots<{ releaseId: string; reason: CancelReason; nowMs: number }>) =>
    db
      .updateTable("install_intents")
      .set({ status: "canceled", cancel_reason: reason })
      .where("release_id", "=", releaseId)
      .where("status", "in", ["created", "token_issued"])
      .where("expires_at_ms", ">", nowMs)
      .returning("install_intent_id"),
)

const cancelOfListing = prepared(
  (db, { listingId, reason, nowMs }: Slots<{ listingId: string; reason: CancelReason; nowMs: number }>) =>
    db
      .updateTable("install_intents")
      .set({ status: "canceled", cancel_reason: reason })
      .where("listing_id", "=", listingId)
      .where("status", "in", ["created", "token_issued"])
      .where("expires_at_ms", ">", nowMs)
      .returning("install_intent_id"),
)

const cancelOfBuyer = prepared(
  (db, { buyerUserId, reason, nowMs }: Slots<{ buyerUserId: string; reason: CancelReason; nowMs: number }>) =>
    db
      .updateTable("install_intents")
      .set({ status: "canceled", cancel_reason: reason })
      .where("buyer_user_id", "=", buyerUserId)
      .where("status", "in", ["created", "token_issued"])
      .where("expires_at_ms", ">", nowMs)
      .returning("install_intent_id"),
)

type OutcomeValues = { id: string; outcome: InstallOutcome; code: OutcomeCode | null; nowMs: number }

const setOutcome = prepared((db, { id, outcome, code, nowMs }: Slots<OutcomeValues>) =>
  db
    .updateTable("install_intents")
    .set({ outcome, outcome_code: code, outcome_at_ms: nowMs })
    .where("install_intent_id", "=", id)
    .where("status", "=", "redeemed"),
)

export const installReads = (connection: Connection): InstallReads => ({
  async find(id) {
    const [row] = (await byId(connection, { id })).rows
    return row && installOf(row)
  },

  async findByTokenHash(tokenHash) {
    const [row] = (await byTokenHash(connection, { tokenHash })).rows
    return row && installOf(row)
  },

  async listOfBuyer(buyerUserId, page) {
    const { rows } = await ofBuyer(connection, { buyerUserId, ...pageValues(page) })
    return rows.map(installOf)
  },
})

export const installStore = (connection: Connection): InstallStore => {
  const reads = installReads(connection)
  return {
    ...reads,

    async insert(intent) {
      await insert(connection, columnsOf(intent))
    },

    async lockByTokenHash(tokenHash) {
      if (connection.dialect.locksRows) await lockByHash(connection, { tokenHash })
      return await reads.findByTokenHash(tokenHash)
    },

    async lock(id) {
      if (connection.dialect.locksRows) await lockById(connection, { id })
      return await reads.find(id)
    },

    async findByRedemption(targetId, redemptionId) {
      const [row] = (await byRedemption(connection, { targetId, redemptionId })).rows
      return row && installOf(row)
    },

    spend: (claim) => spend(connection, claim),

    async countFailedAttempt(id) {
      const [row] = (await countAttempt(connection, { id })).rows
      return row?.failed_attempts ?? 0
    },

    async cancel(id, reason) {
      return (await cancel(connection, { id, reason })).numAffectedRows === 1n
    },

    async cancelOpenOfRelease(releaseId, reason, nowMs) {
      const { rows } = await cancelOfRelease(connection, { releaseId, reason, nowMs })
      return rows.map((row) => row.install_intent_id)
    },

    async cancelOpenOfListing(listingId, reason, nowMs) {
      const { rows } = await cancelOfListing(connection, { listingId, reason, nowMs })
      return rows.map((row) => row.install_intent_id)
    },

    async cancelOpenOfBuyer(buyerUserId, reason, nowMs) {
      const { rows } = await cancelOfBuyer(connection, { buyerUserId, reason, nowMs })
      return rows.map((row) => row.install_intent_id)
    },

    async setOutcome({ installIntentId: id, outcome, code, nowMs }) {
      return (await setOutcome(connection, { id, outcome, code, nowMs })).numAffectedRows === 1n
    },
  }
}

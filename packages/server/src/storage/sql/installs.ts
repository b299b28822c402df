import type { InstallOutcome, OutcomeCode } from "@fleetprompt/sdk/contracts"
import type { InstallReads, InstallStore } from "../../domain/installs/store.ts"
import { installCancels } from "./cancel-installs.ts"
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

type OutcomeValues = {
  id: string
  outcome: InstallOutcome
  code: OutcomeCode | null
  ref: string | null
  nowMs: number
}

const setOutcome = prepared((db, { id, outcome, code, ref, nowMs }: Slots<OutcomeValues>) =>
  db
    .updateTable("install_intents")
    .set({ outcome, outcome_code: code, outcome_at_ms: nowMs })
    .set((eb) => ({ target_install_ref: eb.fn.coalesce("target_install_ref", ref) }))
    .where("install_intent_id", "=", id)
    .where("status", "=", "redeemed"),
)

type IssueValues = { id: string; tokenIssue: number; tokenHash: string; expiresAtMs: number }

const issueToken = prepared((db, { id, tokenIssue, tokenHash, expiresAtMs }: Slots<IssueValues>) =>
  db
    .updateTable("install_intents")
    .set({ status: "token_issued", token_issue: tokenIssue, token_hash: tokenHash, expires_at_ms: expiresAtMs })
    .where("install_intent_id", "=", id)
    .where("status", "in", ["created", "token_issued"]),
)

// The conditions stand outside as well: PostgreSQL asks them again of a row that changed while it was waited for.
const expireDue = prepared((db, { nowMs, limit }: Slots<{ nowMs: number; limit: number }>) => {
  const due = db
    .selectFrom("install_intents as due")
    .select("due.install_intent_id")
    .where("due.status", "in", ["created", "token_issued"])
    .where("due.expires_at_ms", "<=", nowMs)
    .orderBy("due.expires_at_ms")
    .limit(limit)
  return db
    .updateTable("install_intents")
    .set({ status: "expired" })
    .where("install_intent_id", "in", due)
    .where("status", "in", ["created", "token_issued"])
    .where("expires_at_ms", "<=", nowMs)
    .returning("install_intent_id")
})

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

    ...installCancels(connection),

    async issueToken({ installIntentId: id, ...issue }) {
      return (await issueToken(connection, { id, ...issue })).numAffectedRows === 1n
    },

    async expireDue(nowMs, limit) {
      return (await expireDue(connection, { nowMs, limit })).rows.map((row) => row.install_intent_id)
    },

    async setOutcome({ installIntentId: id, outcome, code, targetInstallRef: ref, nowMs }) {
      return (await setOutcome(connection, { id, outcome, code, ref, nowMs })).numAffectedRows === 1n
    },
  }
}

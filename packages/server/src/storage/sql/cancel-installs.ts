import type { CancelReason } from "@fleetprompt/sdk/contracts"
import type { Kysely } from "kysely"
import type { InstallStore } from "../../domain/installs/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

type Cancel = { id: string; reason: CancelReason }
type CancelMany = Cancel & { nowMs: number }

const canceling = (db: Kysely<Tables>, { reason }: Pick<Slots<Cancel>, "reason">) =>
  db
    .updateTable("install_intents")
    .set({ status: "canceled", cancel_reason: reason })
    .where("status", "in", ["created", "token_issued"])

const one = prepared((db, { id, ...cancel }: Slots<Cancel>) =>
  canceling(db, cancel).where("install_intent_id", "=", id),
)

/** Cancels what is open and unexpired of everything that has this id in that column. */
const allOf = (column: "release_id" | "listing_id" | "buyer_user_id" | "target_id") =>
  prepared((db, { id, nowMs, ...cancel }: Slots<CancelMany>) =>
    canceling(db, cancel).where(column, "=", id).where("expires_at_ms", ">", nowMs).returning("install_intent_id"),
  )

const ofRelease = allOf("release_id")
const ofListing = allOf("listing_id")
const ofBuyer = allOf("buyer_user_id")
const ofTarget = allOf("target_id")

type Cancels = Pick<
  InstallStore,
  "cancel" | "cancelOpenOfRelease" | "cancelOpenOfListing" | "cancelOpenOfBuyer" | "cancelOpenOfTarget"
>

/** The ways an open intent comes to nothing by somebody's will. */
export const installCancels = (connection: Connection): Cancels => {
  const many = (query: typeof ofRelease) => async (id: string, reason: CancelReason, nowMs: number) =>
    (await query(connection, { id, reason, nowMs })).rows.map((row) => row.install_intent_id)
  return {
    cancel: async (id, reason) => (await one(connection, { id, reason })).numAffectedRows === 1n,
    cancelOpenOfRelease: many(ofRelease),
    cancelOpenOfListing: many(ofListing),
    cancelOpenOfBuyer: many(ofBuyer),
    cancelOpenOfTarget: many(ofTarget),
  }
}

import type { Spend } from "../../domain/installs/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"

type SpendValues = Omit<Spend, "redemption"> & { readonly redemption: string }

const spendOnce = prepared((db, claim: Slots<SpendValues>) => {
  const sameRedemption = db
    .selectFrom("install_intents as other")
    .select("other.install_intent_id")
    .where("other.target_id", "=", claim.targetId)
    .where("other.redemption_id", "=", claim.redemptionId)
  return db
    .updateTable("install_intents")
    .set({ status: "redeemed", redeemed_at_ms: claim.nowMs })
    .set({ redemption_id: claim.redemptionId, redemption: claim.redemption })
    .where("install_intent_id", "=", claim.installIntentId)
    .where("token_hash", "=", claim.tokenHash)
    .where("target_id", "=", claim.targetId)
    .where("status", "=", "token_issued")
    .where("expires_at_ms", ">", claim.nowMs)
    .where((eb) => eb.not(eb.exists(sameRedemption)))
})

/**
 * Spends a token: every condition stands in the one statement that changes the row, so however many redeemers come
 * at once, the database lets one through (§5.3).
 */
export async function spend(connection: Connection, claim: Spend): Promise<boolean> {
  const values = { ...claim, redemption: JSON.stringify(claim.redemption) }
  return (await spendOnce(connection, values)).numAffectedRows === 1n
}

import type { RedemptionStore } from "@fleetprompt/redeem-client"
import type { Workspace } from "./database.ts"

/** Keeps the redemptionId of each token in the workspace, so that a redemption outlives a crash between call and reply. */
export const redemptionIds = (workspace: Workspace): RedemptionStore => ({
  async getOrCreate(tokenHash, make) {
    workspace.prepare("INSERT INTO redemption_ids VALUES (?, ?) ON CONFLICT DO NOTHING").run(tokenHash, make())
    const kept = workspace
      .prepare<[string], { id: string }>("SELECT redemption_id AS id FROM redemption_ids WHERE token_hash = ?")
      .get(tokenHash)
    if (kept === undefined) throw new Error("The redemption id that was just kept is gone.")
    return kept.id
  },
})

import type { Redemption } from "@fleetprompt/redeem-client"
import type { Workspace } from "./database.ts"

/** An imported agent as the front page lists it. */
export interface Agent {
  readonly slug: string
  readonly version: string
  readonly upstreamId: string
  readonly importedBy: string
}

/** An outcome the registry has not heard of yet. */
export interface Unreported {
  readonly installIntentId: string
  readonly redemptionId: string
  readonly outcome: "completed" | "declined" | "withdrawn"
}

/** Imports what was redeemed. The intent's id is the key, so the same redemption never makes two agents. */
export function importAgent(workspace: Workspace, redemption: Redemption, member: string): void {
  const { slug } = redemption.listing
  const { version, digest, refs } = redemption.release
  const upstreamId = refs["whsAgentId"] ?? refs["specAssetId"] ?? ""
  workspace.transaction(() => {
    settle(workspace, redemption, "completed")
    workspace
      .prepare("INSERT INTO agents VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
      .run(redemption.installIntentId, slug, version, digest, upstreamId, member)
  })()
}

/** Notes that the buyer changed their mind. */
export const declineInstall = (workspace: Workspace, redemption: Redemption): void =>
  settle(workspace, redemption, "declined")

/** Notes that it was revoked or suspended before it could be imported. */
export const refuseWithdrawn = (workspace: Workspace, redemption: Redemption): void =>
  settle(workspace, redemption, "withdrawn")

function settle(workspace: Workspace, redemption: Redemption, outcome: Unreported["outcome"]): void {
  workspace
    .prepare("INSERT INTO installs (install_intent_id, redemption_id, outcome) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    .run(redemption.installIntentId, redemption.redemptionId, outcome)
}

export const unreported = (workspace: Workspace): Unreported[] =>
  workspace
    .prepare<[], Unreported>(
      `SELECT install_intent_id AS installIntentId, redemption_id AS redemptionId, outcome FROM installs WHERE reported = 0`,
    )
    .all()

export function markReported(workspace: Workspace, installIntentId: string): void {
  workspace.prepare("UPDATE installs SET reported = 1 WHERE install_intent_id = ?").run(installIntentId)
}

export const listAgents = (workspace: Workspace): Agent[] =>
  workspace
    .prepare<[], Agent>(
      "SELECT slug, version, upstream_id AS upstreamId, imported_by AS importedBy FROM agents ORDER BY slug, version",
    )
    .all()

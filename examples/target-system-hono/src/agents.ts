import type { Redemption } from "@fleetprompt/redeem-client"
import type { Workspace } from "./database.ts"

/** An imported agent as the front page lists it. */
export interface Agent {
  readonly slug: string
  readonly version: string
  readonly upstreamId: string
  readonly importedBy: string
}

/** Imports what was redeemed, once: asked again for the same redemption it finds what it made. Returns the agent's id. */
export function importAgent(workspace: Workspace, redemption: Redemption, member: string): string {
  const { redemptionId, listing, release } = redemption
  const upstreamId = release.refs["whsAgentId"] ?? release.refs["specAssetId"] ?? ""
  workspace
    .prepare("INSERT INTO agents VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
    .run(redemptionId, listing.slug, release.version, release.digest, upstreamId, member)
  return `agent-${redemptionId}`
}

export const listAgents = (workspace: Workspace): Agent[] =>
  workspace
    .prepare<[], Agent>(
      "SELECT slug, version, upstream_id AS upstreamId, imported_by AS importedBy FROM agents ORDER BY slug, version",
    )
    .all()

import type { Redemption } from "@fleetprompt/redeem-client"
import type { FlowDatabase } from "./database.ts"

/** A workflow that a team runs. */
export interface Flow {
  readonly slug: string
  readonly version: string
  readonly team: string
}

/** The most workflows a team runs on its plan. */
const flowsMax = { free: 2, pro: 100, ended: 0 }

const teamOf = (database: FlowDatabase, person: string): { team: string; plan: keyof typeof flowsMax } | undefined =>
  database.prepare("SELECT team, plan FROM teams JOIN people USING (team) WHERE name = ?").get(person) as
    | { team: string; plan: keyof typeof flowsMax }
    | undefined

/** This system's own rule: a team takes on workflows as far as its plan goes. Whoever is in no team takes on none. */
export function mayTakeOn(database: FlowDatabase, person: string): boolean {
  const known = teamOf(database, person)
  if (known === undefined) return false
  const running = database.prepare("SELECT count(*) AS count FROM flows WHERE team = ?").get(known.team)
  return Number(running?.["count"]) < flowsMax[known.plan]
}

/** Makes the workflow a flow of that person's team, once. Returns what the team's page calls it; undefined without a team. */
export function takeOn(database: FlowDatabase, redemption: Redemption, person: string): string | undefined {
  const { redemptionId, listing, release } = redemption
  const known = teamOf(database, person)
  if (known === undefined) return undefined
  database
    .prepare("INSERT INTO flows VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
    .run(redemptionId, known.team, listing.slug, release.version, release.refs["agentromaticWorkflowId"] ?? "")
  return `${known.team}/${redemptionId}`
}

export const listFlows = (database: FlowDatabase): Flow[] =>
  database.prepare("SELECT slug, version, team FROM flows ORDER BY team, slug, version").all() as unknown as Flow[]

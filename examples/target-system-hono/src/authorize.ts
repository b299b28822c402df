import type { Workspace } from "./database.ts"

/** The most agents one workspace runs. */
const agentsMax = 50

/**
 * This system's own rule, which no token of anybody else's can replace: builders import agents, while there is room.
 * Returns what stands in the way, or undefined.
 */
export function refuseImport(workspace: Workspace, member: string): string | undefined {
  const role = workspace
    .prepare<[string], { role: string }>("SELECT role FROM members WHERE name = ?")
    .get(member)?.role
  if (role === undefined) return "You are not a member of this workspace."
  if (role !== "builder") return "Only builders may import agents. Ask one of them."
  const count = workspace.prepare<[], { count: number }>("SELECT count(*) AS count FROM agents").get()?.count ?? 0
  return count >= agentsMax ? `This workspace already runs ${agentsMax} agents.` : undefined
}

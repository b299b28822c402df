import type { Workspace } from "./database.ts"

/** The most agents one workspace runs. */
const agentsMax = 50

/** This system's own rule, which no token of anybody else's can replace: builders import agents, while there is room. */
export function mayImport(workspace: Workspace, member: string): boolean {
  const role = workspace.prepare<[string], string>("SELECT role FROM members WHERE name = ?").pluck().get(member)
  const count = workspace.prepare<[], number>("SELECT count(*) FROM agents").pluck().get() ?? 0
  return role === "builder" && count < agentsMax
}

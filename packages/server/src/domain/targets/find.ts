import { type TargetSystem, targetSystems } from "@fleetprompt/sdk/contracts"
import type { Target } from "./target.ts"
import type { TargetReads } from "./store.ts"

const isSystem = (name: string): name is TargetSystem => (targetSystems as readonly string[]).includes(name)

/** The target of that name; without one, where the name is that of a system, the system's default. */
export async function findTarget(targets: TargetReads, name: string): Promise<Target | undefined> {
  return (await targets.findByName(name)) ?? (isSystem(name) ? await targets.findDefault(name) : undefined)
}

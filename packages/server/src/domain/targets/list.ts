import type { AppContext } from "../context.ts"
import type { Target } from "./target.ts"

/** The targets a buyer can choose from. */
export async function listTargets(context: AppContext): Promise<Target[]> {
  return await context.store.read.targets.list()
}

import type { AppContext } from "../context.ts"
import type { KeyedTarget, Target } from "./target.ts"

/** The targets a buyer can choose from. */
export async function listTargets(context: AppContext): Promise<Target[]> {
  return await context.store.read.targets.list()
}

/** Every target with its credentials, the disabled ones as well. */
export async function listKeyedTargets(context: AppContext): Promise<KeyedTarget[]> {
  const { targets } = context.store.read
  const all = await targets.listAll()
  return await Promise.all(
    all.map(async (target) => ({ target, credentials: await targets.listCredentials(target.targetId) })),
  )
}

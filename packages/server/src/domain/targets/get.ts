import { notFound } from "../refusal.ts"
import type { TargetReads } from "./store.ts"
import type { KeyedTarget } from "./target.ts"

/** A target with its credentials, as it stands now. @throws Refusal NOT_FOUND. */
export async function keyedTarget(targets: TargetReads, name: string): Promise<KeyedTarget> {
  const target = await targets.findByName(name)
  if (target === undefined) throw notFound("target")
  return { target, credentials: await targets.listCredentials(target.targetId) }
}

import type { AppContext } from "../context.ts"

/** Forgets windows that are over. Returns how many. */
export async function purgeRateLimits(context: AppContext): Promise<number> {
  const nowMs = context.nowMs()
  return await context.store.transaction((tx) => tx.rateLimits.purge(nowMs))
}

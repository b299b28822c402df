import type { AppContext } from "../context.ts"

/** Forgets handoffs nobody answered in time. Returns how many. */
export async function purgeHandoffs(context: AppContext): Promise<number> {
  const nowMs = context.nowMs()
  return await context.store.transaction((tx) => tx.handoffs.purge(nowMs))
}

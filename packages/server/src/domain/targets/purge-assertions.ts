import type { AppContext } from "../context.ts"

const batchSize = 1_000

/** Forgets signed requests that could not be sent again anyhow, so many in a transaction. Returns how many in all. */
export async function purgeAssertions(context: Pick<AppContext, "store" | "nowMs">): Promise<number> {
  const nowMs = context.nowMs()
  let purged = 0
  for (;;) {
    const count = await context.store.transaction((tx) => tx.targets.purgeAssertions(nowMs, batchSize))
    purged += count
    if (count < batchSize) return purged
  }
}

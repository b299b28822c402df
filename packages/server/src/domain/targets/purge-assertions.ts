import type { AppContext } from "../context.ts"

const batchSize = 1_000
const batchesMax = 100

/** Forgets signed requests that could not be sent again anyhow, some at a time. Returns how many. */
export async function purgeAssertions(context: Pick<AppContext, "store" | "nowMs">): Promise<number> {
  const nowMs = context.nowMs()
  let purged = 0
  for (let batch = 0; batch < batchesMax; batch++) {
    const count = await context.store.transaction((tx) => tx.targets.purgeAssertions(nowMs, batchSize))
    purged += count
    if (count < batchSize) break
  }
  return purged
}

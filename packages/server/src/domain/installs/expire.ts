import { sweeper } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"

/** How many are written in one transaction, so that nobody waits long for it. */
const batchSize = 200

/**
 * Writes down that open intents have expired, each with its audit entry. Every reader and every redeemer knew from the
 * clock already; this is for those who look at rows. Returns how many.
 */
export async function expireInstalls(context: AppContext): Promise<number> {
  let expired = 0
  for (;;) {
    const count = await expireBatch(context)
    expired += count
    if (count < batchSize) return expired
  }
}

const expireBatch = (context: AppContext): Promise<number> =>
  context.store.transaction(async (tx) => {
    const atMs = context.nowMs()
    const ids = await tx.installs.expireDue(atMs, batchSize)
    for (const subjectId of ids) {
      await tx.audit.append({ action: "install.expired", actor: sweeper, subjectId, atMs, details: {} })
    }
    return ids.length
  })

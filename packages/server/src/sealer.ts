import type { AppContext } from "./domain/context.ts"
import { sealAudit } from "./domain/audit/seal.ts"

const everyMs = 1_000
const afterFailureMs = 60_000

/**
 * Chains what was written to the audit log, once a second. Returns the way to stop, which chains what is left. An entry
 * whose process ends before it is chained waits for whichever process seals next.
 */
export function startSealer(context: AppContext): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let round = Promise.resolve(everyMs)
  const next = (ms: number) => {
    timer = setTimeout(() => {
      round = seal(context)
      void round.then((afterMs) => timer && next(afterMs))
    }, ms)
    timer.unref()
  }
  next(everyMs)
  return async () => {
    clearTimeout(timer)
    timer = undefined
    await round
    await seal(context)
  }
}

/** Returns how long to wait for the next round. */
async function seal(context: AppContext): Promise<number> {
  try {
    await sealAudit(context)
    return everyMs
  } catch (error) {
    context.log.error({ error }, "The audit log could not be chained.")
    return afterFailureMs
  }
}

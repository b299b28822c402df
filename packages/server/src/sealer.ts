import { setTimeout as wait } from "node:timers/promises"
import type { AppContext } from "./domain/context.ts"
import { sealAudit } from "./domain/audit/seal.ts"

const everyMs = 1_000
const afterFailureMs = 60_000

/**
 * Chains what was written to the audit log, once a second. Returns the way to stop, which chains what is left. An entry
 * whose process ends before it is chained waits for whichever process seals next.
 */
export function startSealer(context: AppContext): () => Promise<void> {
  const stop = new AbortController()
  const rounds = sealUntil(context, stop.signal)
  return async () => {
    stop.abort()
    await rounds
    await seal(context)
  }
}

async function sealUntil(context: AppContext, stop: AbortSignal): Promise<void> {
  let afterMs = everyMs
  while (!stop.aborted) {
    // Ends with an error where we are told to stop, which is no failure.
    await wait(afterMs, undefined, { signal: stop, ref: false }).catch(() => {})
    if (!stop.aborted) afterMs = await seal(context)
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

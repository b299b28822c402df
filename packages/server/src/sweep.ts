import type { AppContext } from "./domain/context.ts"
import { purgeIdempotencyKeys } from "./domain/idempotency/purge.ts"

const everyMs = 3_600_000

/** Clears away what has served its time, once an hour. Returns the way to stop. */
export function sweep(context: AppContext): () => void {
  const timer = setInterval(() => {
    purgeIdempotencyKeys(context).catch((error: unknown) => context.log.error({ error }, "A sweep failed."))
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

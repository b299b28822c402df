import type { AppContext } from "./domain/context.ts"
import { purgeIdempotencyKeys } from "./domain/idempotency/purge.ts"
import { purgeRateLimits } from "./domain/rate-limits/purge.ts"
import { forgetReporters } from "./domain/reports/file.ts"

const everyMs = 3_600_000

/** Clears away what has served its time, once an hour. Returns the way to stop. */
export function sweep(context: AppContext): () => void {
  const timer = setInterval(() => {
    for (const purge of [purgeIdempotencyKeys, purgeRateLimits, forgetReporters]) {
      purge(context).catch((error: unknown) => context.log.error({ error }, "A sweep failed."))
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

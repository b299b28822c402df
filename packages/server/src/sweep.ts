import type { AppContext } from "./domain/context.ts"
import { purgeHandoffs } from "./domain/handoffs/purge.ts"
import { purgeIdempotencyKeys } from "./domain/idempotency/purge.ts"
import { expireInstalls } from "./domain/installs/expire.ts"
import { purgeMetrics } from "./domain/metrics/purge.ts"
import { purgeRateLimits } from "./domain/rate-limits/purge.ts"
import { forgetReporters } from "./domain/reports/file.ts"
import { purgeDeviceLogins } from "./domain/sessions/purge.ts"
import { purgeWebSessions } from "./domain/web-sessions/purge.ts"
import { purgeCiTokens } from "./domain/trusted-publishing/purge.ts"
import { purgeAssertions } from "./domain/targets/purge-assertions.ts"

const everyMs = 3_600_000

const clearings = [
  purgeIdempotencyKeys,
  purgeRateLimits,
  forgetReporters,
  expireInstalls,
  purgeHandoffs,
  purgeAssertions,
  purgeCiTokens,
  purgeMetrics,
  purgeDeviceLogins,
  purgeWebSessions,
]

/** Clears away what has served its time, once an hour. Returns the way to stop. */
export function sweep(context: AppContext): () => void {
  const timer = setInterval(() => {
    for (const clear of clearings) {
      clear(context).catch((error: unknown) => context.log.error({ error }, "A sweep failed."))
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

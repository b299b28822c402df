import type { AppContext } from "../context.ts"
import type { RateLimitCounter } from "./limiter.ts"

/**
 * Counts in the database, for all processes that share it. What is stored of a caller is a keyed hash: an address must
 * not be legible there.
 */
export function sharedCounter({
  store,
  secrets,
  nowMs,
}: Pick<AppContext, "store" | "secrets" | "nowMs">): RateLimitCounter {
  const stored = (bucket: string) => secrets.sign("rate-limit", bucket)
  return {
    count: (bucket, windowMs) => store.transaction((tx) => tx.rateLimits.count(stored(bucket), nowMs(), windowMs)),
    find: (bucket) => store.read.rateLimits.find(stored(bucket)),
  }
}

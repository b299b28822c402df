import type { RateLimitCounter } from "./limiter.ts"
import type { RateLimitWindow } from "./store.ts"

/** The most callers one process remembers. Beyond it the longest known are forgotten, which lets them begin anew. */
const bucketsMax = 100_000

/** Counts in the memory of this process. */
export function localCounter(nowMs: () => number) {
  const windows = new Map<string, RateLimitWindow>()
  return {
    count(bucket, windowMs) {
      const now = nowMs()
      const known = windows.get(bucket)
      if (known !== undefined && known.endsAtMs > now) {
        const window = { uses: known.uses + 1, endsAtMs: known.endsAtMs }
        windows.set(bucket, window)
        return window
      }
      // A new window goes to the end, so that what is over gathers at the front.
      windows.delete(bucket)
      makeRoom(windows, now)
      const window = { uses: 1, endsAtMs: now + windowMs }
      windows.set(bucket, window)
      return window
    },
    find: (bucket) => windows.get(bucket),
  } satisfies RateLimitCounter
}

/** Takes away two at most for each one added, so that no request pays for a sweep. */
function makeRoom(windows: Map<string, RateLimitWindow>, now: number): void {
  let looked = 0
  for (const [bucket, { endsAtMs }] of windows) {
    if (looked++ === 2 || (endsAtMs > now && windows.size < bucketsMax)) return
    windows.delete(bucket)
  }
}

import { ApiError, type FleetPromptError } from "./errors.ts"

const backoffMsBase = 500
const backoffMsMax = 8_000

/**
 * How long to wait after a failure before trying again; undefined where that is no use or does not fit into
 * `remainingMs`. Full jitter: anything up to a bound that doubles with every retry, so that clients who failed
 * together do not come back together. A Retry-After is never cut short.
 */
export function retryDelayMs(
  failure: FleetPromptError,
  retry: number,
  remainingMs: number,
  random: () => number,
): number | undefined {
  if (!failure.retryable) return undefined
  const backoffMs = random() * Math.min(backoffMsMax, backoffMsBase * 2 ** (retry - 1))
  const retryAfterMs = failure instanceof ApiError ? (failure.retryAfterMs ?? 0) : 0
  const delayMs = Math.max(backoffMs, retryAfterMs)
  return delayMs < remainingMs ? delayMs : undefined
}

/** Reads a Retry-After header, seconds or a date, as milliseconds from `nowMs`. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000
  const atMs = Date.parse(header)
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs)
}

/** Waits; rejects with the signal's reason as soon as it aborts, leaving neither timer nor listener behind. */
export function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop)
      resolve()
    }, delayMs)
    signal.addEventListener("abort", stop, { once: true })
    if (signal.aborted) stop()
  })
}

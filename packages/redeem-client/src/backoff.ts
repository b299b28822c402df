const backoffMsFirst = 250
const backoffMsMax = 8_000
/** A registry that asks for a longer pause than this is left to the caller: nobody waits so long on a page. */
const retryAfterMsMax = 60_000

/**
 * How long to wait before the next attempt, in milliseconds, or undefined where waiting is the caller's business.
 * Full jitter spreads many targets that failed at one moment, and comes on top of what the registry asked for.
 */
export function delayBefore(retry: number, retryAfterMs: number | null): number | undefined {
  if (retryAfterMs !== null && retryAfterMs > retryAfterMsMax) return undefined
  return (retryAfterMs ?? 0) + Math.random() * Math.min(backoffMsMax, backoffMsFirst * 2 ** (retry - 1))
}

/** Reads a `Retry-After` header: seconds or a date (RFC 9110 §10.2.3). Null where absent or unreadable. */
export function retryAfterMsOf(header: string | null, nowMs: number): number | null {
  if (header === null) return null
  const delayMs = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs
  return Number.isNaN(delayMs) ? null : Math.max(0, delayMs)
}

/** Waits, ends early where the signal aborts, and leaves no listener behind. */
export function sleepFor(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener("abort", done)
      resolve()
    }
    const timer = setTimeout(done, delayMs)
    signal?.addEventListener("abort", done)
    if (signal?.aborted) done()
  })
}

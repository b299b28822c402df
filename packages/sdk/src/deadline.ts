import { AbortedError, TimeoutError } from "./errors.ts"

/** A signal that follows a parent signal and a timer, until it is released. */
export interface Deadline {
  signal: AbortSignal
  remainingMs(): number
  /** Takes the timer and the listener on the parent away. */
  release(): void
}

/** Timers beyond this fire at once; it is also what `Infinity` comes to, about 24 days. */
const timerMsMax = 2 ** 31 - 1

/** Starts a deadline that aborts `limitMs` from now, or with its parent if that is earlier. */
export function startDeadline(limitMs: number, parent: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  const endsAtMs = performance.now() + limitMs
  const follow = () => controller.abort(parent?.reason)
  const timer = setTimeout(() => controller.abort(new TimeUp(limitMs)), Math.min(limitMs, timerMsMax))
  parent?.addEventListener("abort", follow, { once: true })
  if (parent?.aborted) follow()
  return {
    signal: controller.signal,
    remainingMs: () => endsAtMs - performance.now(),
    release() {
      clearTimeout(timer)
      parent?.removeEventListener("abort", follow)
    },
  }
}

/**
 * Waits for `work` and no longer than `signal` allows, even where the work ignores the signal.
 * @throws AbortedError, TimeoutError with the given `outcomeUnknown`; what the work throws passes through.
 */
export async function during<T>(signal: AbortSignal, outcomeUnknown: boolean, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw interruption(signal.reason, outcomeUnknown)
  const aborted = Promise.withResolvers<never>()
  const stop = () => aborted.reject(signal.reason)
  signal.addEventListener("abort", stop, { once: true })
  try {
    return await Promise.race([aborted.promise, work()])
  } catch (error) {
    throw signal.aborted ? interruption(signal.reason, outcomeUnknown) : error
  } finally {
    signal.removeEventListener("abort", stop)
  }
}

/** The reason a deadline of ours gives, which tells it from a reason of the caller. */
class TimeUp extends Error {
  override readonly name = "TimeUp"
  constructor(limitMs: number) {
    super(`No complete reply within ${limitMs} ms.`)
  }
}

const interruption = (reason: unknown, outcomeUnknown: boolean) =>
  reason instanceof TimeUp
    ? new TimeoutError(reason.message, outcomeUnknown, undefined)
    : new AbortedError("The call was aborted.", outcomeUnknown, reason)

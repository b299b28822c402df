import { AbortedError, TimeoutError } from "./errors.ts"

/** How long work may take, and who else may end it. */
export interface Limit {
  /** Milliseconds from now; `Infinity` for no limit. */
  limitMs: number
  signal: AbortSignal | undefined
  /** Asked when the work is ended: whether a write may have taken effect. */
  outcomeUnknown: () => boolean
}

/** How work learns that it was ended. Each form costs something, so nothing is made before it is asked for. */
export interface Stop {
  readonly signal: AbortSignal
  /** Takes one listener; it is called at once where the work has ended already. */
  onStop(listener: () => void): void
}

/** Timers beyond this fire at once; it is also what `Infinity` comes to, about 24 days. */
const timerMsMax = 2 ** 31 - 1

/**
 * Waits for `work` and no longer than the limit allows, even where the work does not listen. Neither a timer nor a
 * listener on the signal stays behind.
 * @throws AbortedError, TimeoutError; what the work throws passes through.
 */
export function within<T>({ limitMs, signal, outcomeUnknown }: Limit, work: (stop: Stop) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(signal.reason, outcomeUnknown()))
    const stopper = new Stopper()
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener("abort", abort)
    }
    const end = (error: Error, reason: unknown) => {
      settle()
      reject(error)
      stopper.stop(reason)
    }
    const abort = () => end(aborted(signal?.reason, outcomeUnknown()), signal?.reason)
    const expire = () => {
      const error = new TimeoutError(`No complete reply within ${limitMs} ms.`, outcomeUnknown(), undefined)
      end(error, error)
    }
    const timer = setTimeout(expire, Math.min(limitMs, timerMsMax))
    signal?.addEventListener("abort", abort, { once: true })
    work(stopper).then(resolve, reject).finally(settle)
  })
}

class Stopper implements Stop {
  #controller: AbortController | undefined
  #listener: (() => void) | undefined
  #stopped = false

  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal
  }

  onStop(listener: () => void): void {
    if (this.#stopped) listener()
    else this.#listener = listener
  }

  stop(reason: unknown): void {
    this.#stopped = true
    this.#listener?.()
    this.#controller?.abort(reason)
  }
}

const aborted = (reason: unknown, outcomeUnknown: boolean) =>
  new AbortedError("The call was aborted.", outcomeUnknown, reason)

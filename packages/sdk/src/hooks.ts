import type { FleetPromptError } from "./errors.ts"

/** One attempt as a program may watch it. It names no header, no body and no query: those can hold what is secret. */
export interface RequestEvent {
  /** The same for all attempts of one call, in this process. */
  callId: number
  method: string
  /** Scheme, host, port and path. */
  url: string
  /** Counted from one. */
  attempt: number
}

/** An attempt that was answered, whatever the answer. */
export interface ResponseEvent extends RequestEvent {
  status: number
  requestId: string | undefined
  durationMs: number
}

/** An attempt that failed and will be followed by another, `delayMs` from now. */
export interface RetryEvent extends RequestEvent {
  error: FleetPromptError
  delayMs: number
}

/**
 * Watches a client's calls, for logs, metrics and traces. What a hook throws ends the call, so that a broken one is
 * noticed; it is not tried again.
 */
export interface Hooks {
  onRequest?(event: RequestEvent): void
  onResponse?(event: ResponseEvent): void
  onRetry?(event: RetryEvent): void
}

/** What a {@link logTo} writes to; `console` is one. */
export interface Logger {
  debug(message: string): void
  warn(message: string): void
}

/** Hooks that write one line for each attempt: answered ones at `debug`, failed ones that are tried again at `warn`. */
export const logTo = (logger: Logger): Hooks => ({
  onResponse: ({ method, url, attempt, status, requestId = "-", durationMs }) =>
    logger.debug(
      `${method} ${url} ${status} in ${Math.round(durationMs)} ms, attempt ${attempt}, request ${requestId}`,
    ),
  onRetry: ({ method, url, attempt, error, delayMs }) =>
    logger.warn(`${method} ${url} attempt ${attempt}: ${error.message} Again in ${Math.round(delayMs)} ms.`),
})

import { attempt } from "./attempt.ts"
import type { Reply } from "./call.ts"
import { type Connection, count, duration } from "./connection.ts"
import { within } from "./deadline.ts"
import type { CreateOptions, Endpoint } from "./endpoint.ts"
import { ApiError, FleetPromptError, isCode, NoReplyError } from "./errors.ts"
import { readMeta, readReply } from "./reply.ts"
import { requestOf } from "./request.ts"
import { retryDelayMs } from "./retry.ts"
import type { WireRequest } from "./transport/transport.ts"

let calls = 0

/**
 * Makes one logical call, in as many attempts as it needs and the limits allow.
 * @throws FleetPromptError; TypeError or RangeError for arguments that cannot be sent; what the token function throws.
 */
export async function send<T>(
  connection: Connection,
  endpoint: Endpoint<T>,
  options: CreateOptions = {},
): Promise<Reply<T>> {
  const request = requestOf(connection, endpoint, options)
  const waitMs = ("waitMs" in endpoint && endpoint.waitMs) || 0
  const timeoutMs = duration("timeoutMs", options.timeoutMs ?? connection.timeoutMs) + waitMs
  const maxRetries = count("maxRetries", options.maxRetries ?? connection.maxRetries)
  const endsAtMs = performance.now() + connection.totalTimeoutMs + waitMs
  const { signal } = options
  const { hooks } = connection
  /** The first failure that may have hidden a success. */
  let doubt: FleetPromptError | undefined
  const watched = { callId: ++calls, method: request.method, url: request.origin + request.path.replace(/\?.*/, "") }
  for (let attempts = 1; ; attempts++) {
    const event = { ...watched, attempt: attempts }
    try {
      hooks.onRequest?.(event)
      const startedAtMs = performance.now()
      const limitMs = Math.min(timeoutMs, endsAtMs - performance.now())
      const reply = await attempt(connection, request, { limitMs, signal }, doubt !== undefined)
      const meta = { ...readMeta(reply), attempts }
      const { status, requestId } = meta
      hooks.onResponse?.({ ...event, status, requestId, durationMs: performance.now() - startedAtMs })
      return { data: readReply(endpoint, reply), meta }
    } catch (error) {
      if (doubt !== undefined && isOwnTrace(request, error)) throw doubt
      if (!(error instanceof FleetPromptError) || attempts > maxRetries) throw error
      const limitMs = endsAtMs - performance.now()
      const delayMs = retryDelayMs(error, attempts, limitMs, connection.random)
      if (delayMs === undefined) throw error
      if (request.method !== "GET" && mayHideSuccess(error)) doubt ??= error
      hooks.onRetry?.({ ...event, error, delayMs })
      const outcomeUnknown = () => doubt !== undefined
      await within({ limitMs, signal, outcomeUnknown }, (stop) => connection.sleep(delayMs, stop.signal))
    }
  }
}

/**
 * After a lost reply the ETag may have moved on, or the thing be gone, through this very change. That somebody else did
 * it could then be untrue; that the first attempt may have succeeded is not.
 */
const isOwnTrace = ({ method }: WireRequest, error: unknown): boolean =>
  isCode(error, "ETAG_MISMATCH") || (method === "DELETE" && isCode(error, "NOT_FOUND"))

const mayHideSuccess = (error: FleetPromptError): boolean =>
  error instanceof ApiError ? error.status >= 500 : error instanceof NoReplyError && error.outcomeUnknown

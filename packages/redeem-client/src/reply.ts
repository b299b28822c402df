import { retryAfterMsOf } from "./backoff.ts"
import { isId, isObject } from "./shape.ts"

/** A whole reply of the registry, reduced to what may be used and shown. */
export interface Reply {
  status: number
  requestId: string | null
  retryAfterMs: number | null
  /** How far the registry's clock was ahead of ours when it answered; 0 where it did not say. */
  skewMs: number
  /** The JSON value of the body; undefined where it is too long, not UTF-8 or not JSON. */
  body: unknown
  /** What an RFC 9457 problem said; null for a success and for anything that is no such problem. */
  problem: { code: string; retryable: boolean } | null
}

/** The largest body that is read; a redemption is far smaller. */
const bodyBytesMax = 65_536

/** Reads a response to its end or its limit. Rejects where the connection breaks on the way. */
export async function replyOf(response: Response, nowMs: number): Promise<Reply> {
  const body = jsonOf(await readBytes(response))
  return {
    status: response.status,
    requestId: requestIdOf(response.headers.get("x-request-id")),
    retryAfterMs: retryAfterMsOf(response.headers.get("retry-after"), nowMs),
    skewMs: Date.parse(response.headers.get("date") ?? "") - nowMs || 0,
    body,
    problem: response.ok ? null : problemOf(body),
  }
}

/** True for a 2xx. */
export const isSuccess = ({ status }: Reply): boolean => status >= 200 && status < 300

/** True where the same request may succeed later. The registry's own word counts before the status. */
export const isRetryable = ({ status, problem }: Reply): boolean =>
  problem?.retryable ?? [408, 429, 500, 502, 503, 504].includes(status)

// Both end up in errors, so neither may carry anything but a word of the expected form.
const requestIdOf = (header: string | null) => (header !== null && isId("req", header) ? header : null)

function problemOf(body: unknown): Reply["problem"] {
  if (!isObject(body)) return null
  const { code, retryable } = body
  const isCode = typeof code === "string" && /^[A-Z][A-Z_]{1,63}$/.test(code)
  return isCode && typeof retryable === "boolean" ? { code, retryable } : null
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** The body, or undefined where it is longer than we read; the rest is then not fetched. */
export async function readBytes(
  { body }: Request | Response,
  bytesMax = bodyBytesMax,
): Promise<Uint8Array | undefined> {
  const reader = body?.getReader()
  const bytes = new Uint8Array(bytesMax)
  let length = 0
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    if (length + part.value.length > bytesMax) {
      reader?.cancel().catch(() => undefined)
      return undefined
    }
    bytes.set(part.value, length)
    length += part.value.length
  }
  return bytes.subarray(0, length)
}

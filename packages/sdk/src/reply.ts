import { redactCredentials } from "./contracts/credentials.ts"
import { jsonPointer, type Problem, problem } from "./contracts/problem.ts"
import type { Endpoint } from "./endpoint.ts"
import { ApiError, ResponseShapeError } from "./errors.ts"
import { parseRetryAfter } from "./retry.ts"
import type { WireReply } from "./transport/transport.ts"

/** Keeps a stranger's error text from filling somebody's terminal. */
const detailLengthMax = 2_000

/**
 * The body of a successful reply, checked against what the contract promises; what was known where that still holds.
 * @throws ApiError for any other reply; ResponseShapeError for a body that is not as promised.
 */
export function readReply<T>(endpoint: Endpoint<T>, reply: WireReply): T {
  if (reply.status === 304 && "known" in endpoint && endpoint.known) return endpoint.known.data
  if (reply.redirected || reply.status < 200 || reply.status > 299) throw refusalOf(reply)
  const requestId = requestIdOf(reply)
  if (reply.body === undefined) throw new ResponseShapeError("The reply is too large", "", requestId)
  const told = parseJson(reply.body)
  const parsed = endpoint.reply.safeParse(told)
  if (parsed.success) return withUnknown(told, parsed.data)
  const path = jsonPointer(parsed.error.issues[0]?.path ?? [])
  throw new ResponseShapeError("The reply does not have the promised shape", path, requestId)
}

/** What was checked, with the fields that a newer registry adds, so that programs older than these pass them on. */
function withUnknown<T>(told: unknown, checked: T): T
function withUnknown(told: unknown, checked: unknown): unknown {
  if (!isObject(told) || !isObject(checked)) return checked
  for (const key of Object.keys(checked)) told[key] = withUnknown(told[key], checked[key])
  return told
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

/** What a reply tells besides its body. */
export const readMeta = (reply: WireReply) => ({
  status: reply.status,
  requestId: requestIdOf(reply),
  etag: reply.header("etag"),
  replayed: reply.header("idempotency-replayed") === "true",
})

/** The id the registry gave the exchange; undefined where the header holds something else. */
function requestIdOf(reply: WireReply): string | undefined {
  const header = reply.header("x-request-id")
  return header !== undefined && /^[\w.:-]{1,128}$/.test(header) ? header : undefined
}

function refusalOf(reply: WireReply): ApiError {
  const { status } = reply
  const common = {
    status,
    requestId: requestIdOf(reply),
    retryAfterMs: parseRetryAfter(reply.header("retry-after"), Date.now()),
  }
  if (reply.redirected) {
    const detail =
      "The registry answered with a redirect, which is not followed. Is baseUrl the registry's own address?"
    return new ApiError({ ...common, code: "REDIRECTED", detail, retryable: false, issues: [] })
  }
  const told = problemIn(reply)
  if (told === undefined) {
    const detail = `HTTP status ${status}, without a word from the registry. Something on the way to it may have answered.`
    const retryable = status === 429 || status >= 500
    return new ApiError({ ...common, code: `HTTP_${status}`, detail, retryable, issues: [] })
  }
  return new ApiError({
    ...common,
    code: told.code,
    detail: harmless(told.detail),
    requestId: told.requestId,
    retryable: told.retryable,
    issues: told.errors.map((issue) => ({ ...issue, message: harmless(issue.message) })),
  })
}

function problemIn(reply: WireReply): Problem | undefined {
  if (!reply.header("content-type")?.startsWith("application/problem+json")) return undefined
  return problem.safeParse(parseJson(reply.body ?? "")).data
}

/** Undefined for what is not JSON; no schema of ours accepts that. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// The registry never repeats a credential; should something in its place do so, the error still will not.
const harmless = (text: string) => redactCredentials(text).slice(0, detailLengthMax)

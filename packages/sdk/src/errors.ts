import type { ErrorCode } from "./contracts/errors.ts"
import type { FieldIssue } from "./contracts/problem.ts"

const brand = Symbol.for("@fleetprompt/sdk/error")

/**
 * Every failure the client reports. None of them holds a request: no header, no body, no credential, so an
 * error may be logged as it is.
 */
export abstract class FleetPromptError extends Error {
  /** May the same call, made again, succeed without a change by the caller? */
  abstract readonly retryable: boolean

  get [brand](): true {
    return true
  }

  /** What is safe and useful to write down; the cause stays out. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message, ...Object.fromEntries(Object.entries(this)) }
  }
}

/** What an {@link ApiError} is made of. */
export interface Refused {
  status: number
  code: string
  detail: string
  requestId: string | undefined
  retryable: boolean
  retryAfterMs: number | undefined
  issues: FieldIssue[]
}

/**
 * A reply that is not a success. `code` is one of the catalogue's where the registry itself answered. Where
 * something else did, such as a proxy, it is `HTTP_<status>`, so that its 404 is not taken for `NOT_FOUND`;
 * a redirect, which is never followed, is `REDIRECTED`.
 */
export class ApiError extends FleetPromptError {
  override readonly name = "ApiError"
  readonly status: number
  readonly code: ErrorCode | (string & {})
  /** The registry's sentence about this very refusal; also the message. */
  readonly detail: string
  readonly requestId: string | undefined
  override readonly retryable: boolean
  /** How long the server asked to be left alone. */
  readonly retryAfterMs: number | undefined
  /** Findings about single fields of the request. */
  readonly issues: FieldIssue[]

  constructor(refused: Refused) {
    super(refused.detail)
    this.status = refused.status
    this.code = refused.code
    this.detail = refused.detail
    this.requestId = refused.requestId
    this.retryable = refused.retryable
    this.retryAfterMs = refused.retryAfterMs
    this.issues = refused.issues
  }
}

/** What the three failures without a whole reply have in common. */
export abstract class NoReplyError extends FleetPromptError {
  /** True where a write was sent and no reply came: it may have taken effect, and it may not. */
  readonly outcomeUnknown: boolean

  constructor(message: string, outcomeUnknown: boolean, cause: unknown) {
    super(outcomeUnknown ? `${message} Whether the change took effect is unknown.` : message, { cause })
    this.outcomeUnknown = outcomeUnknown
  }
}

/** The connection could not be made, or broke before the whole reply was read. */
export class ConnectionError extends NoReplyError {
  override readonly name = "ConnectionError"
  override readonly retryable = true
}

/** The time for one attempt, or for the whole call, ran out. */
export class TimeoutError extends NoReplyError {
  override readonly name = "TimeoutError"
  override readonly retryable = true
}

/** The caller's signal was aborted; `cause` is the signal's reason. */
export class AbortedError extends NoReplyError {
  override readonly name = "AbortedError"
  override readonly retryable = false
}

/**
 * The registry reported success in a shape this client does not know. `path` is the JSON pointer of the first
 * part that differs, empty for the reply as a whole; the value found there is kept out.
 */
export class ResponseShapeError extends FleetPromptError {
  override readonly name = "ResponseShapeError"
  override readonly retryable = false
  readonly path: string
  readonly requestId: string | undefined

  constructor(complaint: string, path: string, requestId: string | undefined) {
    super(`${complaint} (path "${path}", request ${requestId ?? "unknown"})`)
    this.path = path
    this.requestId = requestId
  }
}

/** True for every error of this client, also for one made by another copy of the package. */
export const isFleetPromptError = (error: unknown): error is FleetPromptError =>
  typeof error === "object" && error !== null && brand in error

/**
 * True where the registry refused with this code, also across copies of the package.
 * @example if (isCode(error, "VERSION_EXISTS")) …
 */
export const isCode = <Code extends ErrorCode>(error: unknown, code: Code): error is ApiError & { code: Code } =>
  isFleetPromptError(error) && error.name === "ApiError" && "code" in error && error.code === code

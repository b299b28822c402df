import { RedeemAuthError, type RedeemError, RedeemProtocolError } from "./errors.ts"
import { isRetryable, isSuccess, type Reply } from "./reply.ts"
import { type Read, ShapeMismatch } from "./shape.ts"

/** The reply that settled a call, after however many attempts. */
export interface Answer extends Reply {
  /** True where an attempt before, or this very reply, leaves open whether the registry acted. */
  outcomeUnknown: boolean
}

/**
 * Reads a success with `read`.
 * @throws RedeemAuthError where the registry refused the target itself.
 * @throws RedeemProtocolError for every other reply, and for a success of unknown shape.
 */
export function readSuccess<Value>(answer: Answer, read: Read<Value>): Value {
  if (!isSuccess(answer)) throw failureOf(answer)
  try {
    return read(answer.body, "")
  } catch (error) {
    if (error instanceof ShapeMismatch) throw protocolError("UNEXPECTED_REPLY", error.message, answer)
    throw error
  }
}

function failureOf(answer: Answer): RedeemError {
  const { status, requestId, problem, outcomeUnknown } = answer
  const said = `${status}${problem ? ` ${problem.code}` : ""}`
  if (status === 401 || status === 403) {
    const circumstances = { requestId, outcomeUnknown, problemCode: problem?.code ?? null }
    return new RedeemAuthError("AUTHENTICATION_REFUSED", `The registry refused this target: ${said}.`, circumstances)
  }
  if (status >= 500 || isRetryable(answer))
    return protocolError("REGISTRY_UNAVAILABLE", `The registry is in trouble: ${said}.`, answer)
  if (problem) return protocolError("REQUEST_REFUSED", `The registry refused the request: ${said}.`, answer)
  return protocolError("UNEXPECTED_REPLY", `This is not a reply of a registry: ${said}.`, answer)
}

function protocolError(code: RedeemProtocolError["code"], message: string, answer: Answer): RedeemProtocolError {
  const { status, requestId, retryAfterMs, problem, outcomeUnknown } = answer
  const problemCode = problem?.code ?? null
  return new RedeemProtocolError(code, message, { status, requestId, retryAfterMs, problemCode, outcomeUnknown })
}

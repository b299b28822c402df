/** What went wrong, in words that stay the same across versions. */
export type RedeemErrorCode = RedeemAuthError["code"] | RedeemNetworkError["code"] | RedeemProtocolError["code"]

interface Circumstances {
  requestId: string | null
  outcomeUnknown: boolean
}

/**
 * Everything a redeemer throws for what happens between it and the registry. None of them holds a token, secret
 * or key, a header, a body or a foreign `cause`, so they may be logged whole.
 */
export abstract class RedeemError extends Error {
  abstract readonly code: string
  /** The registry's name for the request, to quote when asking about it; null where no reply was read. */
  readonly requestId: string | null
  /**
   * True where the registry may have acted although no readable reply said so. Calling again with the same token
   * is then safe, and the way to find out: the store gives it the same `redemptionId`.
   */
  readonly outcomeUnknown: boolean

  constructor(message: string, { requestId, outcomeUnknown }: Circumstances) {
    super(message)
    this.requestId = requestId
    this.outcomeUnknown = outcomeUnknown
  }
}

/** The target's credential is malformed (nothing was sent), or the registry does not accept it. */
export class RedeemAuthError extends RedeemError {
  override readonly name = "RedeemAuthError"
  readonly code: "CREDENTIAL_MALFORMED" | "AUTHENTICATION_REFUSED"
  /** The registry's own code, for instance `TOKEN_REVOKED`; null where it named none. */
  readonly problemCode: string | null

  constructor(
    code: RedeemAuthError["code"],
    message: string,
    { problemCode, ...circumstances }: Circumstances & { problemCode: string | null },
  ) {
    super(message, circumstances)
    this.code = code
    this.problemCode = problemCode
  }
}

/** No whole reply arrived, in any of the attempts. */
export class RedeemNetworkError extends RedeemError {
  override readonly name = "RedeemNetworkError"
  readonly code: "CONNECTION_FAILED" | "TIMED_OUT" | "ABORTED"
  /** The system's code, for instance `ECONNREFUSED`; null where it gave none. */
  readonly systemCode: string | null

  constructor(
    code: RedeemNetworkError["code"],
    message: string,
    { systemCode, outcomeUnknown }: { systemCode: string | null; outcomeUnknown: boolean },
  ) {
    super(message, { requestId: null, outcomeUnknown })
    this.code = code
    this.systemCode = systemCode
  }
}

/**
 * A reply arrived that is none of the expected ones: a refusal a correct target does not meet (`REQUEST_REFUSED`),
 * a registry in trouble (`REGISTRY_UNAVAILABLE`), or something this client does not understand (`UNEXPECTED_REPLY`).
 */
export class RedeemProtocolError extends RedeemError {
  override readonly name = "RedeemProtocolError"
  readonly code: "REQUEST_REFUSED" | "REGISTRY_UNAVAILABLE" | "UNEXPECTED_REPLY"
  /** HTTP status of the reply. */
  readonly status: number
  /** The registry's own code, for instance `OUTCOME_CONFLICT`; null where it named none. */
  readonly problemCode: string | null
  /** How long the registry asked to be left alone, in milliseconds; null where it did not say. */
  readonly retryAfterMs: number | null

  constructor(
    code: RedeemProtocolError["code"],
    message: string,
    {
      status,
      problemCode,
      retryAfterMs,
      ...circumstances
    }: Circumstances & { status: number; problemCode: string | null; retryAfterMs: number | null },
  ) {
    super(message, circumstances)
    this.code = code
    this.status = status
    this.problemCode = problemCode
    this.retryAfterMs = retryAfterMs
  }
}

/** The refusals this registry gives, as the real one words them: status, title, and whether to try again. */
const catalog = {
  INVALID_REQUEST: [400, "The request is malformed"],
  INVALID_JSON: [400, "The body is not valid JSON"],
  INSTALL_TOKEN_MALFORMED: [400, "This is not an install token"],
  UNAUTHENTICATED: [401, "A valid credential is required"],
  TARGET_KEY_UNKNOWN: [401, "The request is signed with a key that is not live"],
  TARGET_ASSERTION_INVALID: [401, "The signed request does not hold"],
  TARGET_DISABLED: [403, "The target is disabled"],
  CODE_VERIFIER_MISMATCH: [403, "The codeVerifier does not belong to this install"],
  BUYER_MISMATCH: [403, "The token belongs to somebody else"],
  NOT_FOUND: [404, "There is no such thing, or it is not yours"],
  INSTALL_TOKEN_INVALID: [404, "The install token is not valid here"],
  METHOD_NOT_ALLOWED: [405, "This address does not know that method"],
  INVALID_STATE_TRANSITION: [409, "That is not possible in its present state"],
  INSTALL_TOKEN_REDEEMED: [409, "The install token was already redeemed"],
  OUTCOME_CONFLICT: [409, "Another outcome was already reported"],
  INSTALL_TOKEN_EXPIRED: [410, "The install token has expired"],
  INSTALL_INTENT_CANCELED: [410, "The install was canceled"],
  UNSUPPORTED_MEDIA_TYPE: [415, "The body is not of a type this address takes"],
  VALIDATION_FAILED: [422, "The content breaks a rule"],
  REDEMPTION_ID_REUSED: [422, "The redemptionId was used for another token"],
  RELEASE_NOT_INSTALLABLE: [422, "The release cannot be installed"],
  TOKEN_ISSUE_LIMIT_REACHED: [422, "As many tokens were issued for this install as may be"],
  RATE_LIMITED: [429, "Too many requests of this kind", true],
  INTERNAL: [500, "Something went wrong on our side", true],
  UNAVAILABLE: [503, "The registry is not available", true],
} as const satisfies Record<string, readonly [status: number, title: string, retryable?: true]>

/** The codes this registry refuses with; a part of the real catalogue. */
export type RefusalCode = keyof typeof catalog

/** One finding about one part of a request. */
export interface FieldIssue {
  pointer: string
  code: string
  message: string
}

/** A request that is refused, or a call of this kit that asks for what the registry would not do. */
export class RegistryRefusal extends Error {
  override readonly name = "RegistryRefusal"
  readonly code: RefusalCode
  readonly issues: readonly FieldIssue[]

  constructor(code: RefusalCode, detail: string, issues: readonly FieldIssue[] = []) {
    super(detail)
    this.code = code
    this.issues = issues
  }
}

/** The RFC 9457 body of a refusal. */
export function problemOf({ code, message, issues }: RegistryRefusal, requestId: string) {
  const [status, title, retryable = false] = catalog[code]
  const type = `https://fleetprompt.com/errors/${code.toLowerCase()}`
  return { type, title, status, code, detail: message, requestId, retryable, errors: issues }
}

/** The code the registry has for a bare status, for a fault that names one. */
export function codeOfStatus(status: number): RefusalCode | undefined {
  const codes = Object.keys(catalog) as RefusalCode[]
  return codes.find((code) => catalog[code][0] === status)
}

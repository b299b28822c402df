interface ErrorEntry {
  status: number
  title: string
  /** May the same request, sent again, succeed without a change by the caller? */
  retryable: boolean
  /** What the caller can do about it. */
  remedy: string
}

const entry = (status: number, title: string, remedy: string, retryable = false): ErrorEntry => ({
  status,
  title,
  retryable,
  remedy,
})

/**
 * Every refusal of the product. Server, SDK, CLI and the docs read this table; a `code` never changes its
 * meaning, while `title` and `remedy` are for people and may.
 */
export const errorCatalog = {
  INVALID_REQUEST: entry(400, "The request is malformed", "Correct the request; `errors` says where."),
  INVALID_JSON: entry(400, "The body is not valid JSON", "Send one JSON value as application/json in UTF-8."),
  CURSOR_INVALID: entry(400, "The cursor does not belong to this list", "Start the list again without a cursor."),
  IDEMPOTENCY_KEY_REQUIRED: entry(
    400,
    "This request needs an Idempotency-Key",
    "Send an Idempotency-Key header with a fresh UUID.",
  ),
  IDEMPOTENCY_KEY_MALFORMED: entry(400, "The Idempotency-Key is malformed", "Use 16 to 128 letters, digits or . _ : -"),
  INSTALL_TOKEN_MALFORMED: entry(
    400,
    "This is not an install token",
    "Pass the whole token, fpit_ and 38 characters, as it was issued.",
  ),
  AUTHORIZATION_PENDING: entry(
    400,
    "Nobody has decided about the login yet",
    "Ask again after the interval, until it is approved, denied or expired.",
  ),
  SLOW_DOWN: entry(400, "The poll came too soon", "Wait 5 seconds longer between polls from now on."),
  DEVICE_CODE_INVALID: entry(
    400,
    "The device code or its verifier is not valid",
    "Start the login again; send the verifier of the very challenge that started it.",
  ),
  DEVICE_CODE_EXPIRED: entry(400, "The login has expired", "Start the login again and approve it within ten minutes."),
  ACCESS_DENIED: entry(400, "The login was denied", "Start the login again if that was a mistake."),
  UNAUTHENTICATED: entry(401, "A valid credential is required", "Send a current token as Authorization: Bearer …"),
  TOKEN_EXPIRED: entry(401, "The credential has expired", "Create a new one and use that."),
  TOKEN_REVOKED: entry(401, "The credential was revoked", "Create a new one and use that."),
  TARGET_KEY_UNKNOWN: entry(
    401,
    "The request is signed with a key that is not live",
    "Sign with the target's other key, or have an admin add this one.",
  ),
  TARGET_ASSERTION_INVALID: entry(
    401,
    "The signed request does not hold",
    "Correct what the detail names; sign every attempt afresh, for this method, address and body.",
  ),
  OIDC_TOKEN_REJECTED: entry(
    401,
    "The token of the CI does not hold",
    "Correct what `errors` names, and request the token just before it is exchanged, for the audience of this registry.",
  ),
  INSUFFICIENT_SCOPE: entry(
    403,
    "The credential does not allow this",
    "Use a credential that has the scope named in the detail.",
  ),
  LISTING_NOT_ALLOWED: entry(
    403,
    "The token is limited to other listings",
    "Use a credential that may change this listing.",
  ),
  RELEASE_NOT_ALLOWED: entry(
    403,
    "The token is good for another version",
    "Exchange a token of the CI for each version that is published.",
  ),
  SESSION_REQUIRED: entry(
    403,
    "This is for people who signed in",
    "Run `fleetprompt login`, or sign in with a browser; no personal token may do it.",
  ),
  OIDC_EVENT_FORBIDDEN: entry(
    403,
    "Runs that this event starts may not publish",
    "Publish from a run that a push, a release or a person started, and that the trusted publisher names.",
  ),
  OIDC_PUBLISHER_MISMATCH: entry(
    403,
    "No trusted publisher of the listing fits the run",
    "Compare `errors`, claim by claim, with the listing's trusted publishers; an owner of the publisher can change them.",
  ),
  TRUSTED_PUBLISHING_REQUIRED: entry(
    403,
    "The listing takes releases from its trusted publishers alone",
    "Publish from the CI that the listing trusts, or have an owner lift the requirement.",
  ),
  ACCOUNT_LOCKED: entry(403, "The account is locked", "Ask the operator of this registry why."),
  PUBLISHER_LOCKED: entry(
    403,
    "The publisher is locked",
    "Ask the operator of this registry why; nothing of it can be changed or installed meanwhile.",
  ),
  ROLE_NOT_ALLOWED: entry(
    403,
    "Your role in the publisher does not allow this",
    "Ask an owner of the publisher to do it.",
  ),
  TARGET_DISABLED: entry(403, "The target is disabled", "Ask the operator of this registry why."),
  CODE_VERIFIER_MISMATCH: entry(
    403,
    "The codeVerifier does not belong to this install",
    "Send the verifier kept in the session that asked for the install, and none for an install that was started here.",
  ),
  BUYER_MISMATCH: entry(
    403,
    "The token belongs to somebody else",
    "Sign in at the target as the person who started the install.",
  ),
  CROSS_SITE_REQUEST: entry(403, "The request came from another site", "Send the form from a page of this registry."),
  NOT_FOUND: entry(404, "There is no such thing, or it is not yours", "Check the spelling and the credential."),
  INSTALL_TOKEN_INVALID: entry(
    404,
    "The install token is not valid here",
    "Start the install again from the registry.",
  ),
  METHOD_NOT_ALLOWED: entry(405, "This address does not know that method", "Use a method named in the Allow header."),
  HANDLE_TAKEN: entry(409, "The handle is taken", "Choose another handle."),
  HANDLE_TOO_SIMILAR: entry(
    409,
    "The handle reads like one that is taken or reserved",
    "Choose a handle that differs in more than look-alike characters and hyphens.",
  ),
  LAST_OWNER: entry(409, "The publisher would be left without an owner", "Make somebody else an owner first."),
  SLUG_TAKEN: entry(
    409,
    "The publisher already has a listing of that name",
    "Update that listing, or choose another name.",
  ),
  LISTING_WAS_PUBLIC: entry(
    409,
    "A listing that was public is never removed",
    "Take it back to draft, or deprecate it and name its successor.",
  ),
  VERSION_EXISTS: entry(
    409,
    "That version was published with other content",
    "Publish the change under a new version; releases never change.",
  ),
  INVALID_STATE_TRANSITION: entry(
    409,
    "That is not possible in its present state",
    "Look at the present state and take the step that leads on from it.",
  ),
  NO_LIVE_RELEASE: entry(409, "The listing has no live release", "Publish a release first."),
  APPEAL_EXISTS: entry(
    409,
    "An appeal was already filed",
    "Wait for the moderators; there is one appeal for each suspension.",
  ),
  INSTALL_TOKEN_REDEEMED: entry(
    409,
    "The install token was already redeemed",
    "Start a new install if this one was not yours.",
  ),
  OUTCOME_CONFLICT: entry(
    409,
    "Another outcome was already reported",
    "Keep the first report, or start a new install.",
  ),
  OIDC_TOKEN_REUSED: entry(
    409,
    "The token of the CI was exchanged before",
    "Request a new one for every exchange; where the CI makes one for each job, run the job again.",
  ),
  IDEMPOTENCY_KEY_EXPIRED: entry(
    409,
    "The Idempotency-Key is too old to replay",
    "Look up whether the first request succeeded, then use a fresh key.",
  ),
  LISTING_MOVED: entry(
    410,
    "The listing moved to another publisher",
    "Use the address named in the detail from now on.",
  ),
  INSTALL_TOKEN_EXPIRED: entry(410, "The install token has expired", "Start the install again from the registry."),
  INSTALL_INTENT_CANCELED: entry(410, "The install was canceled", "Start the install again from the registry."),
  ETAG_MISMATCH: entry(
    412,
    "Somebody changed it in the meantime",
    "Read it again, reapply your change and send the new ETag.",
  ),
  HOST_NOT_ALLOWED: entry(
    421,
    "This registry does not answer to that host name",
    "Use the address the registry printed when it started.",
  ),
  PAYLOAD_TOO_LARGE: entry(413, "The body is too large", "Send a smaller one; the detail says how large it may be."),
  URI_TOO_LONG: entry(414, "The address is too long", "Shorten the query."),
  UNSUPPORTED_MEDIA_TYPE: entry(
    415,
    "The body is not of a type this address takes",
    "Send it with the Content-Type the detail names, and without a Content-Encoding.",
  ),
  VALIDATION_FAILED: entry(422, "The content breaks a rule", "Correct the fields named in `errors`."),
  SECRET_DETECTED: entry(
    422,
    "The content holds what looks like a secret",
    "Take it out, write a placeholder instead, and replace the secret where it was valid: it has been sent.",
  ),
  DIGEST_MISMATCH: entry(
    422,
    "The content is not what the token was made for",
    "Exchange a token of the CI for the content that is published; the digest of a manifest changes with its words.",
  ),
  IMAGE_REJECTED: entry(
    422,
    "The image cannot be taken",
    "Send a PNG, JPEG, WebP or AVIF that is whole, not animated and not too large.",
  ),
  IMAGE_LIMIT_REACHED: entry(422, "The listing has as many images as it may have", "Remove one of its images first."),
  HANDLE_RESERVED: entry(422, "The handle is reserved", "Choose another handle."),
  IDEMPOTENCY_KEY_REUSED: entry(
    422,
    "The Idempotency-Key was used for another request",
    "Use a fresh key for every new request.",
  ),
  REDEMPTION_ID_REUSED: entry(
    422,
    "The redemptionId was used for another token",
    "Choose a fresh redemptionId for every token.",
  ),
  RELEASE_NOT_INSTALLABLE: entry(422, "The release cannot be installed", "Choose another release or another target."),
  TARGET_INCOMPATIBLE: entry(
    422,
    "The target runs a version that is too old for the release",
    "Choose an older release, or have the target brought up to date; `errors` names the versions.",
  ),
  TOKEN_ISSUE_LIMIT_REACHED: entry(
    422,
    "As many tokens were issued for this install as may be",
    "Start a new install.",
  ),
  TARGET_CREDENTIAL_LIMIT_REACHED: entry(
    422,
    "The target has as many live credentials as it may have",
    "Revoke the one that is not used any more first.",
  ),
  TRUSTED_PUBLISHER_LIMIT_REACHED: entry(
    422,
    "The listing has as many trusted publishers as it may have",
    "Remove one that is not used any more first.",
  ),
  PUBLISHER_LIMIT_REACHED: entry(
    422,
    "You own as many publishers as you may",
    "Use one of your publishers, or ask the operator.",
  ),
  CLI_SESSION_LIMIT_REACHED: entry(
    422,
    "You have as many CLI sessions as you may",
    "Revoke one you do not need any more.",
  ),
  TOKEN_LIMIT_REACHED: entry(
    422,
    "You have as many personal tokens as you may",
    "Revoke one you do not need any more.",
  ),
  MEMBER_LIMIT_REACHED: entry(
    422,
    "The publisher has as many members as it may",
    "Remove a member who is no longer needed first.",
  ),
  PRECONDITION_REQUIRED: entry(428, "The change needs an If-Match header", "Send the ETag of the version you changed."),
  RATE_LIMITED: entry(
    429,
    "Too many requests of this kind",
    "Wait as long as Retry-After says; GET /v1/limits tells in advance.",
    true,
  ),
  INTERNAL: entry(500, "Something went wrong on our side", "Try again; if it stays, report the requestId.", true),
  IDENTITY_PROVIDER_UNAVAILABLE: entry(
    503,
    "The identity provider cannot be reached",
    "Try again in a moment; nobody is let in meanwhile.",
    true,
  ),
  UNAVAILABLE: entry(503, "The registry is not available", "Try again in a moment.", true),
} as const satisfies Record<string, ErrorEntry>

/** The stable codes of {@link errorCatalog}. */
export type ErrorCode = keyof typeof errorCatalog

/** True for a code this version of the contracts knows. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalog, code)

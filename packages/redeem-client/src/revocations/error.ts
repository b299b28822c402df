/** Why nobody can say whether a release is revoked. */
export type RevocationsErrorCode = "UNREACHABLE" | "UNEXPECTED_REPLY" | "UNTRUSTED" | "STALE"

/**
 * The feed could not be read (`UNREACHABLE`, `UNEXPECTED_REPLY`), is not signed by the registry or not meant for us
 * (`UNTRUSTED`), or is older than `maxAgeMs` (`STALE`). Whoever catches it must not take the release for good.
 */
export class RevocationsError extends Error {
  override readonly name = "RevocationsError"
  readonly code: RevocationsErrorCode

  constructor(code: RevocationsErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

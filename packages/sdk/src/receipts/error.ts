/** Why a signed statement is not taken. */
export type StatementErrorCode =
  | "MALFORMED"
  | "UNTRUSTED"
  | "OTHER_ISSUER"
  | "RETIRED_KEY"
  | "FROM_THE_FUTURE"
  | "MISMATCH"

/**
 * The statement is none (`MALFORMED`), is not signed with a key of the registry (`UNTRUSTED`), is of another registry
 * (`OTHER_ISSUER`), is dated after its key was retired or after now, or says something else than was expected
 * (`MISMATCH`). What it says must not be used.
 */
export class StatementError extends Error {
  override readonly name = "StatementError"
  readonly code: StatementErrorCode

  constructor(code: StatementErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** Why a release is not held to a receipt. */
export type ReceiptErrorCode = "UNREACHABLE" | "UNEXPECTED_REPLY" | "UNTRUSTED" | "MISMATCH"

/**
 * The receipt or the keys could not be read (`UNREACHABLE`, `UNEXPECTED_REPLY`), the receipt is not one of the registry
 * (`UNTRUSTED`), or it is about another release than was redeemed (`MISMATCH`). Whoever catches it must not import.
 */
export class ReceiptError extends Error {
  override readonly name = "ReceiptError"
  readonly code: ReceiptErrorCode

  constructor(code: ReceiptErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

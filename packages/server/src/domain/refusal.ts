import type { ErrorCode, FieldIssue } from "@fleetprompt/sdk/contracts"

/** What a caller is told instead of getting what they asked for. Anything else that is thrown is a bug of ours. */
export class Refusal extends Error {
  override readonly name = "Refusal"
  readonly code: ErrorCode
  readonly issues: readonly FieldIssue[]

  /** `detail` is one sentence for the caller; it never repeats a value they sent that could be secret. */
  constructor(code: ErrorCode, detail: string, issues: readonly FieldIssue[] = []) {
    super(detail)
    this.code = code
    this.issues = issues
  }
}

/** Not yours and not there are one answer, so neither can be told from the other (§9.1). */
export const notFound = (what: string): Refusal =>
  new Refusal("NOT_FOUND", `There is no such ${what}, or it is not yours.`)

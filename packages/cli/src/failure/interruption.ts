import { exitCodes } from "../exit-codes.ts"
import type { Failure } from "./failure.ts"

/** What is told when the person at the terminal wants out. */
export const interruption: Failure = {
  exitCode: exitCodes.interrupted,
  code: "INTERRUPTED",
  title: "Interrupted",
  detail: "Interrupted.",
  remedy: "A change already sent may have taken effect; run the command again to see or finish it.",
  retryable: true,
  findings: [],
}

/** What is told when somebody leaves a question unanswered. */
export const unanswered: Failure = { ...interruption, remedy: "Nothing was written." }

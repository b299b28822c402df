import { errorCatalog, type ErrorCode, type FieldIssue, limits, type Problem } from "@fleetprompt/sdk/contracts"
import type { Log } from "../domain/context.ts"
import { Refusal } from "../domain/refusal.ts"

/**
 * The problem a thrown value turns into (RFC 9457). A refusal is told as it is; anything else is our bug, logged
 * once here and answered without a word of it.
 */
export function problemOf(error: unknown, requestId: string, log: Log): Problem {
  if (error instanceof Refusal) return problem(error.code, error.message, requestId, error.issues)
  if (isBusy(error)) return problem("UNAVAILABLE", "The registry is busy. Nothing was changed.", requestId)
  log.error({ error, requestId }, "A request failed for a reason of ours.")
  return problem("INTERNAL", "Something went wrong on our side. Nothing was half-done.", requestId)
}

function problem(code: ErrorCode, detail: string, requestId: string, issues: readonly FieldIssue[] = []): Problem {
  const { status, title, retryable } = errorCatalog[code]
  const errors = issues.slice(0, limits.problemErrorsMax)
  const type = `https://fleetprompt.com/errors/${code.toLowerCase()}`
  return { type, title, status, code, detail, requestId, retryable, errors }
}

/** A store that says it is busy or gone rolled everything back, so trying again is safe. */
const isBusy = (error: unknown): boolean => error instanceof Error && "retryable" in error && error.retryable === true

import * as z from "zod"
import { redactCredentials } from "./credentials.ts"
import type { ErrorCode } from "./errors.ts"
import { idOf } from "./ids.ts"
import { limits } from "./limits.ts"
import { openWord } from "./open-enum.ts"

/**
 * One finding about one part of a request; `pointer` is an RFC 6901 JSON pointer into it, never its value. One that
 * would be too long is cut and ends in `~…`, which no pointer can.
 */
export const fieldIssue = z.object({
  pointer: z.string().max(limits.pointerLengthMax),
  code: z.string(),
  message: z.string(),
})
export type FieldIssue = z.infer<typeof fieldIssue>

/** The body of every refusal: RFC 9457 `application/problem+json` with our extensions. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: openWord<ErrorCode>(),
  detail: z.string(),
  requestId: idOf("request"),
  retryable: z.boolean(),
  errors: z.array(fieldIssue).max(limits.problemErrorsMax).default([]),
})
export type Problem = z.infer<typeof problem>

/** Turns a zod error into field issues: JSON pointers and messages, without the values. */
export function fieldIssues(error: z.ZodError): FieldIssue[] {
  const issues = error.issues.flatMap(expandIssue).slice(0, limits.problemErrorsMax)
  return issues.map((issue) => ({ ...issue, pointer: presentable(issue.pointer) }))
}

/** The name of an unknown field is whatever was sent: it can be as long as a body, or a credential in the wrong place. */
function presentable(pointer: string): string {
  const redacted = redactCredentials(pointer)
  if (redacted.length <= limits.pointerLengthMax) return redacted
  // `~` stands before 0 or 1 and nothing else (RFC 6901 §3). Neither that nor a character is cut in two.
  return `${redacted.slice(0, limits.pointerLengthMax - 2).replace(/[~\ud800-\udbff]$/, "")}~…`
}

function expandIssue(issue: z.core.$ZodIssue): FieldIssue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...issue.path, key]),
      code: "unknown_key",
      message: "is not a known field",
    }))
  }
  if (issue.code === "invalid_union") return expandUnion(issue)
  const missing =
    issue.code === "invalid_type" && issue.input === undefined && issue.message.includes("received undefined")
  if (missing) return [{ pointer: jsonPointer(issue.path), code: "required", message: "is required" }]
  return [{ pointer: jsonPointer(issue.path), code: issue.code, message: issue.message }]
}

/** Of the forms a value may have, the one it was meant to have is the one whose type it has. */
function expandUnion(issue: z.core.$ZodIssueInvalidUnion): FieldIssue[] {
  const meant = issue.errors.find((branch) =>
    branch.every(({ code, path }) => code !== "invalid_type" || path.length > 0),
  )
  if (meant === undefined) return [{ pointer: jsonPointer(issue.path), code: issue.code, message: issue.message }]
  return meant.flatMap((inner) => expandIssue({ ...inner, path: [...issue.path, ...inner.path] }))
}

/** RFC 6901: `["refs", "a/b"]` becomes `/refs/a~1b`. */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

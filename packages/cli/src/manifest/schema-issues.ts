import { type FieldIssue, jsonPointer, manifest, manifestOfSeveral } from "@fleetprompt/sdk/contracts"
import type * as z from "zod"
import type { Path } from "./document.ts"
import { knownKeys } from "./known-keys.ts"
import { closest } from "../suggest.ts"

/** What is wrong with one part of a manifest, with the steps that lead to it. */
export interface SchemaIssue extends FieldIssue {
  readonly path: Path
}

/** Everything in a value that the manifest's schema refuses, in words that say what to write instead. */
export function schemaIssues(value: unknown): SchemaIssue[] {
  const schema = valueAt(value, ["listings"]) === undefined ? manifest : manifestOfSeveral
  const parsed = schema.safeParse(value)
  if (parsed.success) return []
  return parsed.error.issues.flatMap(flatten).flatMap((issue) => describe(issue, value))
}

/** An issue of a union tells nothing by itself: take the issues of the alternative the writer meant. */
function flatten(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue]
  const meant = issue.errors.find((errors) => !errors.some(isWrongType)) ?? issue.errors[0] ?? []
  return meant.map((each) => ({ ...each, path: [...issue.path, ...each.path] })).flatMap(flatten)
}

const isWrongType = (issue: z.core.$ZodIssue) => issue.code === "invalid_type" && issue.path.length === 0

function describe(issue: z.core.$ZodIssue, value: unknown): SchemaIssue[] {
  if (issue.code !== "unrecognized_keys") {
    const { path } = issue
    return [{ path, pointer: jsonPointer(path), ...wordsFor(issue, valueAt(value, path)) }]
  }
  const known = knownKeys(issue.path)
  return issue.keys.map((key) => {
    const path = [...issue.path, key]
    return { path, pointer: jsonPointer(path), code: "unknown_key", message: `is not a known field${hint(key, known)}` }
  })
}

function wordsFor(issue: z.core.$ZodIssue, found: unknown): Pick<FieldIssue, "code" | "message"> {
  const options = issue.code === "invalid_value" ? issue.values.map(String) : []
  const choice = options.length > 1 ? `one of ${options.join(", ")}` : options.join()
  if (issue.path.length === 0) return { code: "required", message: "must hold manifestVersion, listing and release" }
  if (found === undefined || found === null) {
    return { code: "required", message: choice === "" ? "is required" : `is required: ${choice}` }
  }
  if (options.length > 0) return { code: issue.code, message: `must be ${choice}${hint(found, options)}` }
  if (issue.code === "invalid_type") return { code: issue.code, message: typeWords(issue.expected, found) }
  return { code: issue.code, message: issue.message }
}

function typeWords(expected: string, found: unknown): string {
  // YAML reads 1.10 as the number 1.1 and yes as text; people mean what they wrote.
  if (expected === "string" && typeof found !== "object") return "must be text: put it in quotes"
  const names: Record<string, string> = { string: "text", array: "a list", object: "a group of fields" }
  return `must be ${names[expected] ?? `a ${expected}`}`
}

function hint(word: unknown, candidates: readonly string[]): string {
  const meant = typeof word === "string" ? closest(word, candidates) : undefined
  return meant === undefined ? "" : `; did you mean ${meant}?`
}

/** The value that a path leads to, or undefined. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (parent, step) => (typeof parent === "object" && parent !== null ? Reflect.get(parent, step) : undefined),
    value,
  )

/** An issue found without the schema. */
export const issueAt = (path: Path, code: string, message: string): SchemaIssue => ({
  path,
  pointer: jsonPointer(path),
  code,
  message,
})

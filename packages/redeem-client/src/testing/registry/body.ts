import { isObject } from "../../shape.ts"
import { type FieldIssue, RegistryRefusal } from "./problem.ts"

/** Says what is wrong with a value, or nothing. `code` and `message` as the real registry gives them. */
export type Rule = (value: unknown, pointer: string) => FieldIssue[]

/**
 * A body with exactly these fields.
 * @throws RegistryRefusal VALIDATION_FAILED, naming every field that is missing, unknown or malformed.
 */
export function readBody(body: unknown, rule: Rule): Record<string, unknown> {
  const issues = rule(body, "")
  if (issues.length > 0 || !isObject(body)) throw new RegistryRefusal("VALIDATION_FAILED", summaryOf(issues), issues)
  return body
}

const summaryOf = ({ length }: FieldIssue[]) =>
  length === 1 ? "One part of the body breaks a rule." : `${length} parts of the body break a rule.`

/** An object of these fields and no others. */
export function fields(rules: Record<string, Rule>): Rule {
  return (value, pointer) => {
    if (!isObject(value)) return [wrongType(value, pointer, "object")]
    const known = Object.entries(rules).flatMap(([name, rule]) => rule(value[name], `${pointer}/${name}`))
    const unknown = Object.keys(value)
      .filter((name) => !Object.hasOwn(rules, name))
      .map((name) => ({ pointer: `${pointer}/${name}`, code: "unknown_key", message: "is not a known field" }))
    return [...known, ...unknown]
  }
}

/** A string of that form. */
export const text =
  (form: RegExp, message: string): Rule =>
  (value, pointer) => {
    if (typeof value !== "string") return [wrongType(value, pointer, "string")]
    return form.test(value) ? [] : [{ pointer, code: "invalid_format", message }]
  }

/** A string of that length. */
const length =
  (min: number, max: number): Rule =>
  (value, pointer) => {
    if (typeof value !== "string") return [wrongType(value, pointer, "string")]
    if (value.length < min) return [{ pointer, code: "too_small", message: `must have at least ${min} characters` }]
    return value.length > max ? [{ pointer, code: "too_big", message: `must have at most ${max} characters` }] : []
  }

/** One of these words. */
export const oneOf =
  (...words: string[]): Rule =>
  (value, pointer) =>
    words.some((word) => word === value)
      ? []
      : [{ pointer, code: "invalid_value", message: `must be one of ${words.join(", ")}` }]

/** The same, or nothing at all. */
export const optional =
  (rule: Rule): Rule =>
  (value, pointer) =>
    value === undefined ? [] : rule(value, pointer)

const wrongType = (value: unknown, pointer: string, type: string): FieldIssue =>
  value === undefined
    ? { pointer, code: "required", message: "is required" }
    : { pointer, code: "invalid_type", message: `must be of type ${type}` }

/** What several requests have in common. */
export const rules = {
  token: length(1, 256),
  redemptionId: text(/^[0-9A-Za-z_-]{16,64}$/, "must be 16 to 64 letters, digits, - or _ (a UUID fits)"),
  subject: fields({ iss: length(1, 512), sub: length(1, 255) }),
  context: optional(
    fields(
      Object.fromEntries(
        ["telespaceId", "roomId", "orgId"].map((name) => [
          name,
          optional(text(/^[\x21-\x7e]{1,200}$/, "must be printable ASCII without blanks")),
        ]),
      ),
    ),
  ),
}

import { ownRules } from "./own-rules.ts"
import { type TextField, textFields } from "./text-fields.ts"

/** Where something that looks like a secret stands, and by which rule it does. Its value is in no part of this. */
export interface SecretFinding {
  /** RFC 6901, into the value that was searched. */
  readonly pointer: string
  /** The rule's name, for instance `github` or `fleetprompt`. */
  readonly rule: string
  /** One clause: what it looks like. */
  readonly message: string
  /** Where in the field's text it begins, both from 1. */
  readonly line: number
  readonly column: number
}

/**
 * Searches every text of a JSON value for secrets: secretlint's recommended rules and {@link ownRules}. Works offline;
 * the rules are loaded on first use. One finding for each rule and field, in the order of the fields.
 */
export async function findSecrets(value: unknown): Promise<SecretFinding[]> {
  const fields = textFields(value)
  if (fields.length === 0) return []
  const { text, fieldAt } = joined(fields)
  const { presetHits } = await import("./preset.ts")
  const hits = [...ownHits(text), ...(await presetHits(text))].toSorted((one, other) => one.at - other.at)
  const findings = new Map<string, SecretFinding>()
  for (const { rule, message, at } of hits) {
    const { field, offset } = fieldAt(at)
    const key = `${rule} ${field.pointer}`
    if (!findings.has(key)) findings.set(key, { pointer: field.pointer, rule, message, ...placeOf(field.text, offset) })
  }
  return [...findings.values()]
}

/** A match somewhere in a text: the rule, what it looks like, and the offset it begins at. */
export interface Hit {
  readonly rule: string
  readonly message: string
  readonly at: number
}

const ownHits = (text: string): Hit[] =>
  ownRules.flatMap(({ id, about, pattern }) =>
    Array.from(text.matchAll(pattern), ({ index }) => ({ rule: id, message: `looks like ${about}`, at: index })),
  )

/** No rule crosses a line break followed by a NUL, and no text of ours holds one, so fields cannot run together. */
const separator = "\n\0\n"

/** All fields as one text, for the rules are set up anew for every text they are given. */
function joined(fields: readonly TextField[]) {
  const starts: number[] = []
  let length = 0
  for (const { text } of fields) {
    starts.push(length)
    length += text.length + separator.length
  }
  return {
    text: fields.map((field) => field.text).join(separator),
    fieldAt: (at: number): { field: TextField; offset: number } => {
      const index = starts.findLastIndex((start) => start <= at)
      const [field, start] = [fields[index], starts[index]]
      if (field === undefined || start === undefined) throw new RangeError("There is no field at that offset.")
      return { field, offset: at - start }
    },
  }
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n")
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 }
}

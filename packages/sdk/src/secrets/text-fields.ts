import { jsonPointer } from "../contracts/problem.ts"

/** One text of a JSON value, and the RFC 6901 pointer to it. */
export interface TextField {
  readonly pointer: string
  readonly text: string
}

/** Every text in a JSON value, however deep: a field added later is scanned without anybody having to think of it. */
export function textFields(value: unknown, path: readonly PropertyKey[] = []): TextField[] {
  if (typeof value === "string") return value === "" ? [] : [{ pointer: jsonPointer(path), text: value }]
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => textFields(member, [...path, key]))
}

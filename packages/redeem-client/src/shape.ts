/** Reads one value of a reply, or throws {@link ShapeMismatch}. `pointer` names the place (RFC 6901). */
export type Read<Value> = (value: unknown, pointer: string) => Value

/** A required field of a reply is missing or of another kind. Holds the place, never the value. */
export class ShapeMismatch extends Error {
  readonly pointer: string

  constructor(pointer: string) {
    super(`The reply has an unknown shape at ${pointer || "its root"}.`)
    this.pointer = pointer
  }
}

/** Reads the named fields and leaves the others behind, so that a registry may add to its replies. */
export function object<Fields extends object>(fields: Readers<Fields>): Read<Fields> {
  return (value, pointer) => {
    if (!isObject(value)) throw new ShapeMismatch(pointer)
    const read: Partial<Fields> = {}
    for (const name in fields) read[name] = fields[name](value[name], `${pointer}/${name}`)
    if (!isComplete(read, fields)) throw new ShapeMismatch(pointer)
    return read
  }
}

/** A reader for each field, none forgotten. */
type Readers<Fields> = { [Name in keyof Fields]-?: Read<Fields[Name]> }

const isComplete = <Fields extends object>(read: Partial<Fields>, fields: Readers<Fields>): read is Fields =>
  Object.keys(fields).every((name) => name in read)

/** True for what JSON writes in braces. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Any string. */
export const text: Read<string> = (value, pointer) => {
  if (typeof value !== "string") throw new ShapeMismatch(pointer)
  return value
}

/** An id of one kind, such as `ins_` and 22 base62 characters. */
export const id =
  (prefix: "ins" | "lst" | "pub" | "rel"): Read<string> =>
  (value, pointer) => {
    const read = text(value, pointer)
    if (!isId(prefix, read)) throw new ShapeMismatch(pointer)
    return read
  }

/** True for an id of that kind. */
export const isId = (prefix: string, value: string): boolean =>
  value.startsWith(`${prefix}_`) && /^[0-9A-Za-z]{22}$/.test(value.slice(prefix.length + 1))

/** True or false. */
export const flag: Read<boolean> = (value, pointer) => {
  if (typeof value !== "boolean") throw new ShapeMismatch(pointer)
  return value
}

/** Whole milliseconds since 1970-01-01T00:00:00Z. */
export const timestampMs: Read<number> = (value, pointer) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new ShapeMismatch(pointer)
  return value
}

/** Opaque strings by name. A key `__proto__` is passed over, as the wire schema does. */
export const texts: Read<Record<string, string>> = (value, pointer) => {
  if (!isObject(value)) throw new ShapeMismatch(pointer)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "__proto__")
      .map(([name, member]) => [name, text(member, `${pointer}/${name}`)]),
  )
}

/** The same, or null. */
export const nullable =
  <Value>(read: Read<Value>): Read<Value | null> =>
  (value, pointer) =>
    value === null ? null : read(value, pointer)

import type * as z from "zod"

/**
 * What a schema of the contracts accepts, as data: the build writes it beside the schema, so that a run whose values
 * are as promised never builds schemas. Lengths and numbers are inclusive; a limit that is not there is infinite.
 */
export type Description =
  | readonly ["string", lengthMin: number, lengthMax: number, patterns: readonly RegExp[]]
  | readonly ["int", min: number, max: number]
  | readonly ["boolean"]
  | readonly ["oneOf", values: readonly unknown[]]
  | readonly ["nullable", Description]
  | readonly ["optional", Description]
  | readonly ["default", Description, value: unknown]
  | readonly ["array", Description, lengthMin: number, lengthMax: number]
  | readonly ["record", Description]
  | readonly ["object", Readonly<Record<string, Description>>]

/** Stands for a value that is not as described. */
export const refused = Symbol("refused")

/** The value as its schema would hand it on, or {@link refused}. */
export function checked(description: Description, value: unknown): unknown {
  switch (description[0]) {
    case "string": {
      const [, lengthMin, lengthMax, patterns] = description
      if (typeof value !== "string" || value.length < lengthMin || value.length > lengthMax) return refused
      return patterns.every((pattern) => pattern.test(value)) ? value : refused
    }
    case "int": {
      const [, min, max] = description
      return Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max ? value : refused
    }
    case "boolean":
      return typeof value === "boolean" ? value : refused
    case "oneOf":
      return description[1].includes(value) ? value : refused
    case "nullable":
      return value === null ? null : checked(description[1], value)
    case "optional":
      return value === undefined ? undefined : checked(description[1], value)
    case "default":
      return value === undefined ? description[2] : checked(description[1], value)
    case "array":
      return checkedArray(description, value)
    case "record":
      return isObject(value) ? checkedEntries(Object.keys(value), () => description[1], value) : refused
    case "object":
    default:
      return checkedObject(description, value)
  }
}

function checkedArray([, item, lengthMin, lengthMax]: Description & { 0: "array" }, value: unknown): unknown {
  if (!Array.isArray(value) || value.length < lengthMin || value.length > lengthMax) return refused
  const items = Array.from(value, (each) => checked(item, each))
  return items.includes(refused) ? refused : items
}

const checkedObject = ([, shape]: Description & { 0: "object" }, value: unknown): unknown =>
  isObject(value) ? checkedEntries(Object.keys(shape), (key) => shape[key], value) : refused

/** The entries of these keys alone: what else a reply holds is not handed on. */
function checkedEntries(
  keys: readonly string[],
  descriptionOf: (key: string) => Description | undefined,
  value: Readonly<Record<string, unknown>>,
): unknown {
  const entries: Record<string, unknown> = {}
  for (const key of keys) {
    const description = descriptionOf(key)
    // A key that would change what the object is, is none of ours.
    if (description === undefined || key === "__proto__") return refused
    const entry = checked(description, value[key])
    if (entry === refused) return refused
    if (entry !== undefined || key in value) entries[key] = entry
  }
  return entries
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * Stands for a schema: it checks by the description. What that refuses the schema itself judges, so that a refusal says
 * what it always said, and so it answers for everything else a schema can do.
 */
export const standIn = (description: Description, schema: () => z.ZodType): z.ZodType => {
  const safeParse = (value: unknown) => {
    const data = checked(description, value)
    return data === refused ? schema().safeParse(value) : { success: true, data }
  }
  return new Proxy({} as z.ZodType, {
    get: (_, key) => (key === "safeParse" ? safeParse : Reflect.get(schema(), key)),
  })
}

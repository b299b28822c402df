import type * as z from "zod"
import type { Description } from "../src/described.ts"

type AnyDef = z.core.$ZodTypes["_zod"]["def"]

/** What a schema accepts, as data; undefined where it holds code of its own or a kind of schema replies do without. */
export function describe({ _zod: internals }: z.core.$ZodType): Description | undefined {
  const def = internals.def as AnyDef
  const checks = checksOf(def)
  if (checks === undefined) return undefined
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- what is not named here is not described
  switch (def.type) {
    case "string":
      if ("coerce" in def && def.coerce) return undefined
      return ["string", checks.lengthMin, checks.lengthMax, checks.patterns]
    case "number":
      // Of numbers that need not be whole there is none in a reply.
      return checks.isInt && !("coerce" in def && def.coerce) ? ["int", checks.min, checks.max] : undefined
    case "boolean":
      return "coerce" in def && def.coerce ? undefined : ["boolean"]
    case "enum":
      return ["oneOf", Object.values(def.entries)]
    case "literal":
      return ["oneOf", def.values]
    case "nullable":
    case "optional": {
      const inner = describe(def.innerType)
      return inner && [def.type, inner]
    }
    case "default": {
      const inner = describe(def.innerType)
      return inner && isPrimitive(def.defaultValue) ? ["default", inner, def.defaultValue] : undefined
    }
    case "array": {
      const item = describe(def.element)
      return item && ["array", item, checks.lengthMin, checks.lengthMax]
    }
    case "record": {
      const key = describe(def.keyType)
      const value = describe(def.valueType)
      const isAnyText = key?.[0] === "string" && key[1] === 0 && key[2] === Infinity && key[3].length === 0
      return isAnyText && value ? ["record", value] : undefined
    }
    case "object":
      return def.catchall === undefined ? describeShape(def.shape) : undefined
    default:
      return undefined
  }
}

function describeShape(shape: Readonly<Record<string, z.core.$ZodType>>): Description | undefined {
  const described: Record<string, Description> = {}
  for (const [key, schema] of Object.entries(shape)) {
    const description = describe(schema)
    if (description === undefined) return undefined
    described[key] = description
  }
  return ["object", described]
}

interface Checks {
  isInt: boolean
  min: number
  max: number
  lengthMin: number
  lengthMax: number
  patterns: RegExp[]
}

/** Undefined where one of them is not known here. */
function checksOf(def: AnyDef): Checks | undefined {
  const checks: Checks = {
    isInt: false,
    min: -Infinity,
    max: Infinity,
    lengthMin: 0,
    lengthMax: Infinity,
    patterns: [],
  }
  // A schema such as `z.int()` is a check of itself.
  const own = "check" in def ? [def] : []
  const added = (def.checks ?? []).map(({ _zod: { def: each } }) => each)
  for (const each of [...own, ...added] as z.core.$ZodChecks["_zod"]["def"][]) {
    if (!take(each, checks)) return undefined
  }
  return checks
}

function take(def: z.core.$ZodChecks["_zod"]["def"], checks: Checks): boolean {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- what is not named here is not described
  switch (def.check) {
    case "number_format":
      checks.isInt = def.format === "safeint"
      return checks.isInt
    case "greater_than":
      checks.min = Math.max(checks.min, Number(def.value))
      return def.inclusive || (checks.isInt && (checks.min += 1) > 0)
    case "less_than":
      checks.max = Math.min(checks.max, Number(def.value))
      return def.inclusive
    case "min_length":
      checks.lengthMin = Math.max(checks.lengthMin, def.minimum)
      return true
    case "max_length":
      checks.lengthMax = Math.min(checks.lengthMax, def.maximum)
      return true
    case "string_format":
      if (def.format !== "regex" || def.pattern === undefined || /[gy]/.test(def.pattern.flags)) return false
      checks.patterns.push(def.pattern)
      return true
    default:
      return false
  }
}

const isPrimitive = (value: unknown) => ["string", "number", "boolean"].includes(typeof value) || value === null

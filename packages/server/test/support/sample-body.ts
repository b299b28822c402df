import * as z from "zod"

/** As much of JSON Schema as our requests use. */
export interface JsonSchema {
  readonly type?: string | string[]
  readonly enum?: unknown[]
  readonly const?: unknown
  readonly properties?: Record<string, JsonSchema>
  readonly items?: JsonSchema
  readonly anyOf?: JsonSchema[]
  readonly oneOf?: JsonSchema[]
  readonly minimum?: number
}

export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema

/** Of several forms the first that is not null. */
export const meantForm = (schema: JsonSchema): JsonSchema =>
  (schema.anyOf ?? schema.oneOf)?.find(({ type }) => type !== "null") ?? schema

/** How the leaves of a body are filled. */
export interface Filling {
  /** Text that fits a field, as well as its name can tell. */
  readonly textFor: (name: string) => string | undefined
  /** What stands at a place, by its JSON pointer, whatever would fit there. */
  readonly instead?: ReadonlyMap<string, unknown>
}

/** A value that fits the schema as well as names can tell. */
export function sampleBody(schema: JsonSchema, filling: Filling, at = ""): unknown {
  if (filling.instead?.has(at)) return filling.instead.get(at)
  const meant = meantForm(schema)
  if (meant.const !== undefined) return meant.const
  if (meant.enum) return meant.enum[0]
  if (meant.properties) {
    const members = Object.entries(meant.properties)
    return Object.fromEntries(members.map(([name, inner]) => [name, sampleBody(inner, filling, `${at}/${name}`)]))
  }
  if (meant.items) return [sampleBody(meant.items, filling, `${at}/0`)]
  if (meant.type === "integer" || meant.type === "number") return Math.max(1, meant.minimum ?? 1)
  if (meant.type === "boolean") return true
  return filling.textFor(at.split("/").findLast((step) => Number.isNaN(Number(step))) ?? "") ?? "text"
}

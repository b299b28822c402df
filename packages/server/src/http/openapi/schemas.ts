import * as contracts from "@fleetprompt/sdk/contracts"
import * as z from "zod"

/** A schema of the document: JSON Schema 2020-12, which OpenAPI 3.1 speaks. */
export type JsonSchema = Record<string, unknown>

/** The schemas of one direction, by the names the contracts export them under. */
export interface Components {
  readonly schemas: Record<string, JsonSchema>
  /** A reference to a named schema; one without a name is written out. */
  of(schema: z.ZodType): JsonSchema
}

const names = new Map(
  Object.entries(contracts).flatMap(([name, value]): [z.ZodType, string][] =>
    value instanceof z.ZodType ? [[value, `${name.charAt(0).toUpperCase()}${name.slice(1)}`]] : [],
  ),
)

const uri = (id: string): string => `#/components/schemas/${id}`

/**
 * Writes zod schemas as components. A request is described as it is sent, with its defaults optional; a reply as it is
 * received, with every default filled in and nothing beyond what is named.
 */
export function componentsOf(schemas: readonly z.ZodType[], io: "input" | "output"): Components {
  const registry = z.registry<{ id: string }>()
  for (const schema of new Set(schemas)) {
    const id = names.get(schema)
    if (id !== undefined) registry.add(schema, { id })
  }
  const options = { io, unrepresentable: "any", uri } as const
  const written = z.toJSONSchema(registry, options).schemas
  return {
    schemas: Object.fromEntries(Object.entries(written).map(([name, schema]) => [name, withoutIdentity(schema)])),
    of(schema) {
      const id = registry.get(schema)?.id
      return id === undefined ? withoutIdentity(z.toJSONSchema(schema, options)) : { $ref: uri(id) }
    },
  }
}

/** Inside a document a schema is found by its place; an identity of its own would send references elsewhere. */
function withoutIdentity(schema: object): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => key !== "$schema" && key !== "$id" && key !== "~standard"),
  )
}

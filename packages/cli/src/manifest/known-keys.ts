import { manifestJsonSchema } from "@fleetprompt/sdk/contracts"
import type { Path } from "./document.ts"

/** The fields the schema knows at a place in the manifest. */
export function knownKeys(path: Path): string[] {
  const nodes = path.reduce<unknown[]>(
    (parents, step) => parents.flatMap((parent) => [...children(parent, step)]),
    alternatives(manifestJsonSchema()),
  )
  return nodes.flatMap((node) => Object.keys(record(record(node)["properties"])))
}

function children(node: unknown, step: PropertyKey): unknown[] {
  const child = typeof step === "number" ? record(node)["items"] : record(record(node)["properties"])[String(step)]
  return alternatives(child)
}

function alternatives(node: unknown): unknown[] {
  const { anyOf } = record(node)
  return Array.isArray(anyOf) ? anyOf.flatMap(alternatives) : [node]
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {}

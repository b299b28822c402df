import * as contracts from "@fleetprompt/sdk/contracts"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type * as z from "zod"
import { describe as describeSchema } from "../build/describe.ts"
import { credentialFile } from "../src/config/credential-file.ts"
import { checked, type Description, refused, standIn } from "../src/described.ts"

const isSchema = (value: unknown): value is z.ZodType => typeof value === "object" && value !== null && "_zod" in value

const described = Object.entries({ ...contracts, credentialFile } as Record<string, unknown>).flatMap(
  ([name, schema]) => {
    const description = isSchema(schema) ? describeSchema(schema) : undefined
    return isSchema(schema) && description !== undefined ? [{ name, schema, description }] : []
  },
)

describe("a stand-in for a schema", () => {
  it("is there for what the CLI reads most", () => {
    const names = described.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(["credentialFile", "handle", "listing", "listingPage", "listingSearchPage", "whoami"]),
    )
  })

  it.each(described)("of $name answers as the schema does", ({ schema, description }) => {
    const stood = standIn(description, () => schema)
    let accepted = 0
    fc.assert(
      fc.property(valuesOf(description), (value) => {
        const answered = stood.safeParse(value)
        const expected = schema.safeParse(value)
        expect(answered.success).toBe(expected.success)
        expect(JSON.stringify(answered.data)).toBe(JSON.stringify(expected.data))
        expect(answered.error?.issues).toEqual(expected.error?.issues)
        if (answered.success) accepted++
      }),
      { numRuns: 60, seed: 1 },
    )
    expect(accepted).toBeGreaterThan(5)
  })

  it("builds no schema for a value that is as described", () => {
    const stood = standIn(["object", { slug: ["string", 0, Infinity, []] }], () => {
      throw new Error("Nobody expected the schema.")
    })
    expect(stood.safeParse({ slug: "acme/triage", more: 1 })).toEqual({ success: true, data: { slug: "acme/triage" } })
  })

  it.each([
    [
      ["string", 2, 3, [/^a+$/]],
      ["aa", "aaa"],
      ["a", "aaaa", "ab", 2, undefined],
    ],
    [
      ["int", 0, 9],
      [0, 9],
      [-1, 10, 1.5, "1", NaN],
    ],
    [
      ["oneOf", ["a", null]],
      ["a", null],
      ["b", undefined],
    ],
    [
      ["nullable", ["boolean"]],
      [null, true],
      [undefined, 0],
    ],
    [
      ["array", ["boolean"], 1, 2],
      [[true], [true, false]],
      [[], [true, true, true], [1], {}],
    ],
    [
      ["record", ["boolean"]],
      [{}, { a: true }],
      [{ a: 1 }, [], null],
    ],
    [["object", { a: ["boolean"] }], [{ a: true }], [{}, [], null, { a: 1 }]],
  ] as [Description, unknown[], unknown[]][])(
    "takes of %j the bounds, and nothing beyond",
    (description, taken, not) => {
      for (const value of taken) expect(checked(description, value)).toEqual(value)
      for (const value of not) expect(checked(description, value)).toBe(refused)
    },
  )

  it("leaves everything else to the schema", () => {
    const stood = standIn(["boolean"], () => contracts.handle)
    expect(() => stood.parse("A")).toThrow("must have at least 2 characters")
  })
})

/** Values as described, among them now and then one that is not, at any depth. */
function valuesOf(description: Description): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 100, arbitrary: fitting(description) }, { weight: 1, arbitrary: fc.jsonValue() })
}

function fitting(description: Description): fc.Arbitrary<unknown> {
  switch (description[0]) {
    case "string": {
      const [, lengthMin, lengthMax, [pattern]] = description
      const right = { minLength: lengthMin, maxLength: Math.min(lengthMax, lengthMin + 20) }
      const near = { minLength: Math.max(0, lengthMin - 1), maxLength: Math.min(lengthMax + 1, 10_000) }
      return fc.oneof(
        { weight: 50, arbitrary: pattern === undefined ? fc.string(right) : fc.stringMatching(pattern) },
        { weight: 1, arbitrary: fc.string({ ...near, size: "max" }) },
      )
    }
    case "int": {
      const [, min, max] = description
      const near = fc.integer({ min: Math.max(min - 1, -1), max: Math.min(max + 1, 2 ** 31 - 1) })
      return fc.oneof({ weight: 100, arbitrary: near }, { weight: 1, arbitrary: fc.double() })
    }
    case "boolean":
      return fc.boolean()
    case "oneOf":
      return fc.constantFrom(...description[1])
    case "nullable":
      return fc.oneof(fc.constant(null), valuesOf(description[1]))
    case "optional":
    case "default":
      return fc.oneof(fc.constant(undefined), valuesOf(description[1]))
    case "array": {
      const [, item, lengthMin, lengthMax] = description
      return fc.array(valuesOf(item), { minLength: Math.max(0, lengthMin - 1), maxLength: Math.min(lengthMax + 1, 4) })
    }
    case "record":
      return fc.dictionary(fc.string(), valuesOf(description[1]), { maxKeys: 3 })
    case "object":
    default:
      return objects(description[1])
  }
}

/** Objects with these entries, some of which are left out, and with an entry too many. */
function objects(shape: Readonly<Record<string, Description>>): fc.Arbitrary<unknown> {
  const entries = Object.entries(shape).map(([key, value]) => [key, valuesOf(value)] as const)
  const some = fc.record(Object.fromEntries(entries), { requiredKeys: [] })
  const all = fc.record(Object.fromEntries(entries))
  return fc
    .oneof({ weight: 9, arbitrary: all }, { weight: 1, arbitrary: some })
    .map((made) => ({ ...made, unknown: 1 }))
}

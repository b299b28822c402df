import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

/** A request of a pipeline that retries: one of a few keys, with one of a few bodies. */
const attempt = fc.record({ key: fc.integer({ min: 0, max: 2 }), name: fc.integer({ min: 0, max: 2 }) })

describe.each(engines)("T-IDEMP-2 · any sequence of keyed requests on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let run = 0
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
  })
  afterAll(() => registry.close())

  it("answers a key as it answered it first, refuses it for another body, and makes each listing once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 8 }), async (attempts) => {
        run += 1
        const first = new Map<number, { name: number; text: string }>()
        const made = new Set<number>()
        for (const { key, name } of attempts) {
          const answer = await alice.createListing(
            { slug: `acme/run-${run}-${name}` },
            { key: `run-${run}-key-${key}-padding` },
          )
          const known = first.get(key)
          if (known !== undefined && known.name !== name) {
            expect(answer.problem.code).toBe("IDEMPOTENCY_KEY_REUSED")
          } else if (known !== undefined) {
            expect({ status: answer.status, text: JSON.stringify(answer.body) }).toEqual({
              status: 201,
              text: known.text,
            })
          } else if (made.has(name)) {
            // A refusal keeps no key: the same request may succeed another day.
            expect(answer.problem.code).toBe("SLUG_TAKEN")
          } else {
            expect(answer.status).toBe(201)
            first.set(key, { name, text: JSON.stringify(answer.body) })
            made.add(name)
          }
        }
      }),
      { numRuns: 40, seed: 20260131 },
    )
  })
})

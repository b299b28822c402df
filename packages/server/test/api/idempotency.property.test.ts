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
        const model = newModel()
        for (const { key, name } of attempts) {
          const extras = { key: `run-${run}-key-${key}-padding` }
          const answer = await alice.createListing({ slug: `acme/run-${run}-${name}` }, extras)
          const met = answer.status === 201 ? JSON.stringify(answer.body) : answer.problem.code
          expect(met).toBe(model.expect(key, name, met))
        }
      }),
      { numRuns: 40, seed: 20260131 },
    )
  })
})

/** What each key was first used for, what it was answered, and which listings there are. */
function newModel() {
  const first = new Map<number, { name: number; text: string }>()
  const made = new Set<number>()
  return {
    /** What the answer has to be; the text of a listing that is made now is learnt from the answer. */
    expect(key: number, name: number, met: string): string {
      const known = first.get(key)
      if (known !== undefined) return known.name === name ? known.text : "IDEMPOTENCY_KEY_REUSED"
      // A refusal keeps no key: the same request may succeed another day.
      if (made.has(name)) return "SLUG_TAKEN"
      made.add(name)
      const text = met.startsWith("{") ? met : "a listing"
      first.set(key, { name, text })
      return text
    },
  }
}

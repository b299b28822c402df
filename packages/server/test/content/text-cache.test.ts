import { expect, it } from "vitest"
import { textCache } from "../../src/domain/content/text-cache.ts"

it("computes once for a text, forgets what was not asked for the longest, and never holds more than it may", () => {
  const computed: string[] = []
  const compute = (text: string) => {
    computed.push(text)
    return text.toUpperCase()
  }
  // An entry costs its text, its result and 100: room for two of these.
  const cached = textCache(compute, (result) => result.length, 250)
  expect([cached("a"), cached("a"), cached("b"), cached("a")]).toEqual(["A", "A", "B", "A"])
  expect(computed).toEqual(["a", "b"])
  cached("c")
  expect([cached("a"), cached("b")]).toEqual(["A", "B"])
  expect(computed).toEqual(["a", "b", "c", "b"])
  const large = "x".repeat(200)
  expect([cached(large), cached(large)]).toEqual([large.toUpperCase(), large.toUpperCase()])
  expect(computed.filter((text) => text === large)).toHaveLength(2)
})

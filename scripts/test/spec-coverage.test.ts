import { describe, expect, it } from "vitest"
import { findGaps, findLostTitles } from "../check-spec-coverage.ts"

const table = "| id | spec | what is proved | test file |\n|---|---|---|---|\n| T-ONE-1 | §1 | It adds. | `a.test.ts` |"

const gapsOf = (sources: Record<string, string>) => findGaps(table, new Map(Object.entries(sources)))

describe("the acceptance table and the titles of the tests", () => {
  it.each([
    'it("T-ONE-1 adds", () => {})',
    'describe("T-ONE-1 · adding", () => {})',
    'describe.each(engines)("T-ONE-1 on $name", () => {})',
    "it.for([1, 2])(`T-ONE-1 adds ${1}`, () => {})",
    'it.runIf(able)("T-ONE-1 adds", () => {})',
  ])("agree on %s", (source) => {
    expect(gapsOf({ "a.test.ts": source })).toEqual([])
  })

  it("disagree on a criterion that only a comment, a table or a body names", () => {
    expect(gapsOf({ "a.test.ts": '// T-ONE-1\nit.each(["T-ONE-1"])("adds", () => say("T-ONE-1"))' })).toEqual([
      "T-ONE-1 stands in no test title.",
      "T-ONE-1 stands in no test title of a.test.ts.",
    ])
  })

  it("disagree on a row that names another file than the one with the title", () => {
    expect(gapsOf({ "b.test.ts": 'it("T-ONE-1 adds", () => {})' })).toEqual([
      "T-ONE-1 stands in no test title of a.test.ts.",
    ])
  })

  it("disagree on a title whose criterion has no row", () => {
    expect(gapsOf({ "a.test.ts": 'it("T-ONE-1 and T-TWO-1", () => {})' })).toEqual([
      "T-TWO-1, in a.test.ts, is missing in spec_v1/60_TESTING_ACCEPTANCE.md.",
    ])
  })
})

describe("the table of attacks and the titles of the tests", () => {
  const page =
    "# Rows\n\n## Attacks\n\n| attack | test | test file |\n|---|---|---|\n| A lie | is found | `a.test.ts` |\n"
  const lostOf = (source: string) => findLostTitles(page, new Map([["a.test.ts", source]]))

  it("agree on a test of that very title", () => {
    expect(lostOf('it.each([1])("is found", () => {})')).toEqual([])
  })

  it("disagree where the test is gone, or is called otherwise", () => {
    const lost = ["No test of a.test.ts has the title: is found."]
    expect(lostOf('it("is found out", () => say("is found"))')).toEqual(lost)
    expect(findLostTitles(page, new Map())).toEqual(lost)
  })
})

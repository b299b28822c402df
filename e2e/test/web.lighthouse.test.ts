import { describe, expect, it } from "vitest"
import { scorePages } from "../support/lighthouse.ts"

/** Performance depends on the machine, so it is a bench: `pnpm bench lighthouse`. */
const steady = ["accessibility", "best-practices", "seo"] as const

describe("T-WEB-8 · Lighthouse on home, results and a listing", () => {
  it("finds nothing to mend", async () => {
    const scored = await scorePages(steady)
    const full = { scores: Object.fromEntries(steady.map((id) => [id, 100])), lost: [] }
    expect(scored).toEqual(Object.fromEntries(Object.keys(scored).map((path) => [path, full])))
    expect(Object.keys(scored)).toHaveLength(3)
  }, 90_000)
})

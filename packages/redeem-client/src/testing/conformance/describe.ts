import type { ConformanceAdapter } from "./adapter.ts"
import { cases } from "./cases.ts"
import { runCase } from "./run-case.ts"

/** What vitest, node:test and jest have in common. */
export interface TestApi {
  describe(name: string, define: () => void): unknown
  it(name: string, test: (...context: unknown[]) => Promise<void>): unknown
  /** For a runner that is set to fail tests without an assertion. */
  expect?(value: unknown): { not: { toBe(unexpected: unknown): unknown } }
}

/** Makes a test of each case, in whichever test runner is at hand: `describeConformance({ describe, it }, adapter)`. */
export function describeConformance(api: TestApi, adapter: ConformanceAdapter): void {
  api.describe(`FleetPrompt install handoff: ${adapter.name}`, () => {
    for (const each of cases) {
      // Without a named parameter, jest does not wait for a callback.
      api.it(`${each.id}: ${each.title}`, async (...[context]) => {
        const { verdict, expected, happened } = await runCase(adapter, each)
        if (verdict === "skipped") skip(context, happened)
        if (verdict === "failed") throw new Error(`${expected}\nHappened: ${happened}\nSee spec_v1/${each.clause}`)
        api.expect?.(verdict).not.toBe("failed")
      })
    }
  })
}

/** Where the runner knows no way to skip a test that runs already, the test passes. */
function skip(context: unknown, reason: string): void {
  // The context of vitest is a function.
  const isContext = (typeof context === "object" && context !== null) || typeof context === "function"
  if (isContext && "skip" in context && typeof context.skip === "function") context.skip(reason)
}

import type { ConformanceAdapter } from "./adapter.ts"
import { cases } from "./cases.ts"
import { runCase } from "./run-case.ts"
import type { CaseResult, ConformanceReport } from "./verdict.ts"

/** What to try, and whom to tell. */
export interface ConformanceOptions {
  /** Ids of the cases to try. Default: all. */
  only?: readonly string[] | undefined
  /** Is told each result as it comes. */
  onResult?: ((result: CaseResult) => void) | undefined
}

/**
 * Tries a target system against a registry of its own, case by case. What the target does wrong is in the report and
 * never thrown.
 * @throws TypeError where `only` names a case there is none of.
 */
export async function runConformance(
  adapter: ConformanceAdapter,
  { only, onResult }: ConformanceOptions = {},
): Promise<ConformanceReport> {
  const unknown = only?.find((id) => !cases.some((each) => each.id === id))
  if (unknown !== undefined) throw new TypeError(`There is no conformance case "${unknown}".`)
  const startedAtMs = Date.now()
  const results: CaseResult[] = []
  for (const each of cases) {
    if (only && !only.includes(each.id)) continue
    const result = await runCase(adapter, each)
    results.push(result)
    onResult?.(result)
  }
  const count = (verdict: CaseResult["verdict"]) => results.filter((result) => result.verdict === verdict).length
  return {
    schemaVersion: 1,
    suite: "fleetprompt-install-handoff",
    target: adapter.name,
    startedAtMs,
    durationMs: Date.now() - startedAtMs,
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    conforms: count("failed") === 0,
    cases: results,
  }
}

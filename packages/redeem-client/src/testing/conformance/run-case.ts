import { fakeRegistry } from "../registry/fake-registry.ts"
import type { ConformanceAdapter } from "./adapter.ts"
import type { ConformanceCase } from "./case.ts"
import { createStage } from "./stage.ts"
import { type CaseResult, CaseFailure, CaseSkipped } from "./verdict.ts"

/** Time limit the target is given for a call to the registry. */
const timeoutMs = 1_000
/** Longer than any page of a target that keeps to it takes. */
const patienceMsDefault = 5_000

/** Tries one case on a registry and a target of its own. Whatever the target does, it is a result. */
export async function runCase(adapter: ConformanceAdapter, conformanceCase: ConformanceCase): Promise<CaseResult> {
  const { id, title, clause, expected } = conformanceCase
  const startMs = performance.now()
  const { verdict, happened } = await tryCase(adapter, conformanceCase)
  const durationMs = Math.round(performance.now() - startMs)
  return { id, title, clause, verdict, expected, happened, durationMs }
}

async function tryCase(
  adapter: ConformanceAdapter,
  { run }: Pick<ConformanceCase, "run">,
): Promise<Pick<CaseResult, "verdict" | "happened">> {
  const registry = await fakeRegistry()
  const registered = registry.registerTarget({ authentication: adapter.authentication })
  const { credential } = registered
  try {
    const target = await adapter.start({ registry: registry.url, credential, timeoutMs })
    try {
      registered.setLandingUrl(target.landingUrl)
      const { patienceMs = patienceMsDefault } = adapter
      const stage = createStage({ registry, registered, target, adapter, patienceMs })
      const failure = await run(stage).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (failure instanceof CaseSkipped) return { verdict: "skipped", happened: failure.message }
      const summary = await stage.summary()
      if (failure === undefined) return { verdict: "passed", happened: summary }
      return { verdict: "failed", happened: `${wordsOf(failure)} ${summary}`.trim() }
    } finally {
      await target.stop?.()
    }
  } catch (error) {
    return { verdict: "failed", happened: wordsOf(error) }
  } finally {
    await registry.close()
  }
}

/** Anything else than a failure comes from the adapter, and is told as it is. */
const wordsOf = (error: unknown): string =>
  error instanceof CaseFailure ? error.message : `The adapter failed: ${String(error)}`

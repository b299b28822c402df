import type { Reporter, SerializedError, TestModule } from "vitest/node"

/**
 * Closes a run with one line that stands alone, `12 passed, 0 failed`, written when the process ends, for Vitest has
 * more to say after its reporters. Besides a test, a file or hook that breaks and an error nobody caught each count as
 * failed, and so does a run that never came to its tests.
 */
export class ClosingLine implements Reporter {
  #counts = { passed: 0, failed: 0, skipped: 0 }

  onInit(): void {
    process.once("exit", (code) => {
      const { passed, failed, skipped } = this.#counts
      const failures = code === 0 ? failed : Math.max(failed, 1)
      process.stdout.write(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`)
    })
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    this.#counts = { passed: 0, failed: unhandled.length, skipped: 0 }
    for (const module of modules) this.#count(module)
  }

  #count(module: TestModule): void {
    const broken = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0)
    this.#counts.failed += broken.length
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state !== "pending") this.#counts[state] += 1
    }
  }
}

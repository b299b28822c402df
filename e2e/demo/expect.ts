import type { CliRun } from "../support/cli.ts"

/** A demo that goes on after a failure would be telling a story. */
export function expectThat(truth: boolean, claim: string): void {
  if (!truth) throw new Error(`The demo expected that ${claim}, and it is not so.`)
}

/** Returns the run where it ended with that code. */
export function expectCode(run: CliRun, code: number): CliRun {
  expectThat(run.code === code, `a command ends with ${code}; it ended with ${run.code}: ${run.stderr || run.stdout}`)
  return run
}

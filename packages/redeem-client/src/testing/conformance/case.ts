import type { Stage } from "./stage.ts"

/** One demand of the suite. */
export interface ConformanceCase {
  /** Stays the same across versions. */
  readonly id: string
  /** A sentence about a target that conforms. */
  readonly title: string
  /** Where the demand comes from, in `spec_v1`. */
  readonly clause: string
  /** What is expected, in a sentence. */
  readonly expected: string
  /** @throws CaseFailure, CaseSkipped. */
  readonly run: (stage: Stage) => Promise<void>
}

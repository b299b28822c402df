/** What the suite found out about one demand. */
export interface CaseResult {
  /** Stays the same across versions. */
  readonly id: string
  readonly title: string
  /** Where the demand comes from, in `spec_v1`. */
  readonly clause: string
  readonly verdict: "passed" | "failed" | "skipped"
  /** What the suite expects, in a sentence. */
  readonly expected: string
  /** What happened, in a sentence; for a skipped case, why it was. */
  readonly happened: string
  readonly durationMs: number
}

/** Everything the suite found out about a target. JSON. */
export interface ConformanceReport {
  readonly schemaVersion: 1
  readonly suite: "fleetprompt-install-handoff"
  readonly target: string
  readonly startedAtMs: number
  readonly durationMs: number
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** True where no case failed. */
  readonly conforms: boolean
  readonly cases: readonly CaseResult[]
}

/** A target that did something else than a case expects; the message says what. */
export class CaseFailure extends Error {
  override readonly name = "CaseFailure"
}

/** A case that cannot be tried on this target; the message says why. */
export class CaseSkipped extends Error {
  override readonly name = "CaseSkipped"
}

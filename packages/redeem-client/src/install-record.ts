import type { InstallOutcome, OutcomeCode } from "./outcome.ts"
import type { Redemption } from "./redemption.ts"
import type { Subject } from "./subject.ts"

/** What became of an install here. */
export interface InstallVerdict {
  outcome: InstallOutcome
  code?: OutcomeCode | undefined
  targetInstallRef?: string | undefined
}

/** What a target keeps of one redemption. JSON, and no token in it. */
export interface InstallRecord {
  redemption: Redemption
  /** Who was signed in here. */
  subject: Subject
  /** The state of an install this target asked for; else null. */
  state: string | null
  /** Null until it is decided; never changed after. */
  verdict: InstallVerdict | null
  /** True once the registry knows the verdict. */
  reported: boolean
}

/**
 * How far an install has come: 0 the buyer answered, 1 the target decided, 2 the registry knows. A buyer's no is an
 * answer like a yes, so that of both, given at the same time, the first counts.
 */
export const progressOf = ({ verdict, reported }: InstallRecord): 0 | 1 | 2 => {
  if (reported) return 2
  return verdict && verdict.code !== "user_declined" ? 1 : 0
}

import type { InstallOutcome, OutcomeCode } from "./outcome.ts"
import type { Redemption } from "./redemption.ts"
import type { Subject } from "./subject.ts"

/** How far an install has come: the registry's reply is kept; its outcome is kept; the registry knows the outcome. */
export const installStages = ["redeemed", "settled", "reported"] as const
export type InstallStage = (typeof installStages)[number]

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
  stage: InstallStage
  /** Null at stage `redeemed`, and never after. */
  verdict: InstallVerdict | null
}

/** True where the first is further than the second. */
export const isFurther = (record: InstallRecord, kept: InstallRecord): boolean =>
  installStages.indexOf(record.stage) > installStages.indexOf(kept.stage)

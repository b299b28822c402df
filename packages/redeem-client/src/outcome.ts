import { id, object, text, timestampMs } from "./shape.ts"

/** What became of an install in the target. */
export type InstallOutcome = "completed" | "failed" | "declined"

/** Why it was not completed. There is no free text, so nothing private can slip into it. */
export type OutcomeCode =
  | "not_authorized"
  | "user_declined"
  | "incompatible"
  | "upstream_not_found"
  | "quota_exceeded"
  | "import_failed"

/** Reply of an outcome report. */
export interface ReportedOutcome {
  installIntentId: string
  outcome: InstallOutcome | (string & {})
  outcomeAtMs: number
}

/** Reads the reply of `POST /v1/install-intents/{installIntentId}/outcome`. */
export const readReportedOutcome = object<ReportedOutcome>({
  installIntentId: id("ins"),
  outcome: text,
  outcomeAtMs: timestampMs,
})

import type { Finding } from "../errors.ts"
import type { ExitCode } from "../exit-codes.ts"

/** All that a person or a script is told about a run that failed. */
export interface Failure {
  readonly exitCode: ExitCode
  /** Stable, for scripts: a code of the error catalogue, or one of the CLI's own. */
  readonly code: string
  /** The kind of failure, in a few words. */
  readonly title: string
  /** One sentence: what is wrong this time. */
  readonly detail: string
  /** One line: what to do about it. */
  readonly remedy: string
  /** May the same command, run again, succeed without a change? */
  readonly retryable: boolean
  readonly findings: readonly Finding[]
  readonly status?: number
  readonly requestId?: string
  readonly retryAfterMs?: number
}

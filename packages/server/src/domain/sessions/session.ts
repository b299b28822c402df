import { limits, type Scope } from "@fleetprompt/sdk/contracts"

/** A program that a person let act for them, at rest: the hash of its secret and what it may do. */
export interface CliSession {
  readonly sessionId: string
  readonly userId: string
  /** What the program called itself: text of a stranger. */
  readonly clientName: string
  readonly scopes: readonly Scope[]
  readonly requestedFrom: string
  readonly secretHash: string
  readonly createdAtMs: number
  /** Rounded down to the hour. */
  readonly lastUsedAtMs: number | null
  readonly revokedAtMs: number | null
}

/** When a session is over without another use: a month after the last, three after the first. */
export const sessionEndsAtMs = ({ createdAtMs, lastUsedAtMs }: CliSession): number =>
  Math.min(createdAtMs + limits.cliSessionTtlMs, Math.max(createdAtMs, lastUsedAtMs ?? 0) + limits.cliSessionIdleMs)

import { limits } from "@fleetprompt/sdk/contracts"

/** A browser that somebody signed in with, at rest: the hash of what its cookie holds. It is gone once it was ended. */
export interface WebSession {
  readonly sessionId: string
  readonly userId: string
  readonly secretHash: string
  readonly createdAtMs: number
  /** Rounded down to five minutes. */
  readonly lastUsedAtMs: number
}

/** A way to sign in once, as a user the operator named, at rest. It is gone once it was used. */
export interface SignInLink {
  readonly linkId: string
  readonly userId: string
  readonly secretHash: string
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

/** When a session is over without another use: half a day after the last, a week after the first. */
export const webSessionEndsAtMs = ({ createdAtMs, lastUsedAtMs }: WebSession): number =>
  Math.min(createdAtMs + limits.webSessionTtlMs, Math.max(createdAtMs, lastUsedAtMs) + limits.webSessionIdleMs)

import type { TargetContext, TargetSystem } from "@fleetprompt/sdk/contracts"

/** An install that a target asks its buyer to start. It is good for one, and for ten minutes. */
export interface Handoff {
  readonly handoffId: string
  readonly targetId: string
  /** base64url of the SHA-256 of what only the target's session with the buyer knows (RFC 7636, S256). */
  readonly codeChallenge: string
  /** Comes back to the landing page untouched. */
  readonly state: string | null
  readonly targetContext: TargetContext
  /** Slug of what the target wants installed; null where the buyer chooses. */
  readonly listing: string | null
  readonly version: string | null
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

/** A handoff with the target that asks. */
export interface HandoffView extends Handoff {
  readonly target: { readonly name: string; readonly targetSystem: TargetSystem; readonly disabledAtMs: number | null }
}

import type { RevocationCause } from "@fleetprompt/sdk/contracts"

/** One release that must not be used any more from then on, or may be again. */
export interface Revocation {
  /** Counts up from one without a hole, in the order of the commits. */
  readonly seq: number
  readonly releaseId: string
  readonly revoked: boolean
  readonly cause: RevocationCause
  readonly atMs: number
}

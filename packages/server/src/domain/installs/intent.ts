import type {
  AssetKind,
  CancelReason,
  InstallOutcome,
  InstallStatus,
  ListingStatus,
  OutcomeCode,
  Redemption,
  ReleaseStatus,
  Subject,
  TargetContext,
  TargetSystem,
} from "@fleetprompt/sdk/contracts"

/** A buyer's request to install one release into one target, and what became of it. */
export interface InstallIntent {
  readonly installIntentId: string
  readonly buyerUserId: string
  readonly buyer: Subject
  readonly listingId: string
  readonly releaseId: string
  readonly targetId: string
  readonly targetContext: TargetContext
  readonly requireBuyerMatch: boolean
  /** As stored; {@link statusAt} says whether time has run out since. */
  readonly status: InstallStatus
  readonly cancelReason: CancelReason | null
  /**
   * Counts the tokens issued for this intent; part of what the token is derived from. At 0 the hash is that of a token
   * which is never given to anybody.
   */
  readonly tokenIssue: number
  readonly tokenHash: string
  readonly failedAttempts: number
  readonly createdAtMs: number
  readonly expiresAtMs: number
  readonly redeemedAtMs: number | null
  readonly redemptionId: string | null
  /** What the target was told, word for word, so that it can be told again. */
  readonly redemption: Redemption | null
  readonly outcome: InstallOutcome | null
  readonly outcomeCode: OutcomeCode | null
  readonly outcomeAtMs: number | null
  /** What the target calls the installed thing. */
  readonly targetInstallRef: string | null
  /** The handoff it answers, with the state to give back and the challenge its redeemer must meet; null without one. */
  readonly handoffId: string | null
  readonly handoffState: string | null
  readonly codeChallenge: string | null
}

/** An intent with the names a reader needs. */
export interface InstallView extends InstallIntent {
  readonly listing: {
    readonly slug: string
    readonly name: string
    readonly assetKind: AssetKind
    readonly status: ListingStatus
    readonly publisherId: string
    readonly publisherHandle: string
    readonly publisherDisplayName: string
    readonly publisherVerifiedAtMs: number | null
    readonly publisherLockedAtMs: number | null
  }
  readonly release: {
    readonly version: string
    readonly digest: string
    readonly status: ReleaseStatus
    readonly refs: Record<string, string>
    readonly compatibility: Record<string, string>
    readonly artifact: { readonly url: string; readonly sha256: string } | null
  }
  readonly target: { readonly name: string; readonly targetSystem: TargetSystem; readonly landingUrl: string }
}

/** The status a reader sees: an open intent whose time has run out is expired, whether or not a row says so yet. */
export function statusAt(intent: Pick<InstallIntent, "status" | "expiresAtMs">, nowMs: number): InstallStatus {
  return isOpen(intent.status) && nowMs >= intent.expiresAtMs ? "expired" : intent.status
}

/** Whether an intent of that status may still come to something. */
export const isOpen = (status: InstallStatus): boolean => status === "created" || status === "token_issued"

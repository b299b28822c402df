import type { CancelReason, InstallOutcome, OutcomeCode, Redemption } from "@fleetprompt/sdk/contracts"
import type { SeekPage } from "../paging/seek.ts"
import type { InstallIntent, InstallView } from "./intent.ts"

/** One target's claim on one token. */
export interface Spend {
  readonly installIntentId: string
  readonly tokenHash: string
  readonly targetId: string
  readonly redemptionId: string
  readonly redemption: Redemption
  readonly nowMs: number
}

export interface OutcomeReport {
  readonly installIntentId: string
  readonly outcome: InstallOutcome
  readonly code: OutcomeCode | null
  /** Kept where none was given before. */
  readonly targetInstallRef: string | null
  readonly nowMs: number
}

/** A fresh token for an intent; the one before is dead with it. */
export interface TokenIssue {
  readonly installIntentId: string
  readonly tokenIssue: number
  readonly tokenHash: string
  readonly expiresAtMs: number
}

export interface InstallReads {
  find(installIntentId: string): Promise<InstallView | undefined>
  findByTokenHash(tokenHash: string): Promise<InstallView | undefined>
  /** A buyer's own intents by `createdAtMs` and id, newest first. */
  listOfBuyer(buyerUserId: string, page: SeekPage): Promise<InstallView[]>
}

export interface InstallStore extends InstallReads {
  insert(intent: InstallIntent): Promise<void>
  /** As `findByTokenHash`, and makes other transactions that lock this intent wait until this one ends. */
  lockByTokenHash(tokenHash: string): Promise<InstallView | undefined>
  /** As `find`, and makes other transactions that lock this intent wait until this one ends. */
  lock(installIntentId: string): Promise<InstallView | undefined>
  /** The intent this target redeemed under that redemptionId. */
  findByRedemption(targetId: string, redemptionId: string): Promise<InstallView | undefined>
  /**
   * Spends the token in one conditional statement: only where it is issued, unexpired, of this hash and bound to
   * this target, which has not used this redemptionId before. Of any number of redeemers exactly one receives true
   * (§5.3).
   */
  spend(spend: Spend): Promise<boolean>
  /** Adds one failed attempt and returns how many there are now. */
  countFailedAttempt(installIntentId: string): Promise<number>
  /** False unless the intent was still open. */
  cancel(installIntentId: string, reason: CancelReason): Promise<boolean>
  /** Cancels every open, unexpired intent for a release and returns their ids. */
  cancelOpenOfRelease(releaseId: string, reason: CancelReason, nowMs: number): Promise<string[]>
  /** The same for a listing. */
  cancelOpenOfListing(listingId: string, reason: CancelReason, nowMs: number): Promise<string[]>
  /** The same for a buyer. */
  cancelOpenOfBuyer(buyerUserId: string, reason: CancelReason, nowMs: number): Promise<string[]>
  /** The same for a target. */
  cancelOpenOfTarget(targetId: string, reason: CancelReason, nowMs: number): Promise<string[]>
  /** False unless the intent was open. */
  issueToken(issue: TokenIssue): Promise<boolean>
  /** Makes at most so many open intents whose time is up `expired`, the longest over first, and returns their ids. */
  expireDue(nowMs: number, limit: number): Promise<string[]>
  /** Writes the outcome of a redeemed intent; false where it is not redeemed. */
  setOutcome(report: OutcomeReport): Promise<boolean>
}

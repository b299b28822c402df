import type { KeyObject } from "node:crypto"
import type { InstallOutcome } from "../../outcome.ts"
import type { Redemption } from "../../redemption.ts"
import type { Subject } from "../../subject.ts"
import type { Clock } from "./clock.ts"
import type { SigningKey } from "./keys.ts"

/** What the registry knows of a listing. Every record here changes in place, as a row would. */
export interface Listing {
  readonly listingId: string
  readonly slug: string
  readonly name: string
  readonly assetKind: string
  readonly publisher: { publisherId: string; handle: string; displayName: string; verifiedAtMs: number | null }
  status: "published" | "suspended"
}

/** One of its releases. */
export interface Release {
  readonly releaseId: string
  readonly listing: Listing
  readonly version: string
  readonly digest: string
  readonly refs: Record<string, string>
  readonly compatibility: Record<string, string>
  /** What was signed when it was published. */
  readonly receipt: string
  status: "published" | "revoked"
}

/** What proves that a caller is the target: a secret's hash, or a public key under its thumbprint. */
export type Credential = { readonly credentialId: string; readonly createdAtMs: number; revoked: boolean } & (
  | { readonly kind: "secret"; readonly secretHash: string }
  | { readonly kind: "key"; readonly kid: string; readonly publicKey: KeyObject }
)

/** A registered deployment of a target system. */
export interface Target {
  readonly targetId: string
  readonly name: string
  readonly targetSystem: string
  readonly authentication: "secret" | "key"
  readonly credentials: Credential[]
  landingUrl: string
  requireBuyerMatch: boolean
  disabled: boolean
  systemVersions: Record<string, string>
}

/** An install a target asked for. */
export interface Handoff {
  readonly handoffId: string
  readonly target: Target
  readonly codeChallenge: string
  readonly state: string | null
  readonly targetContext: Record<string, string>
  readonly expiresAtMs: number
  used: boolean
}

/** A buyer's request to install one release into one target. */
export interface Intent {
  readonly installIntentId: string
  readonly buyer: Subject
  readonly release: Release
  readonly target: Target
  readonly targetContext: Record<string, string>
  readonly handoff: Handoff | null
  readonly createdAtMs: number
  /** As stored; see `statusAt`. */
  status: "token_issued" | "redeemed" | "canceled"
  tokenHash: string
  tokenIssues: number
  expiresAtMs: number
  failedAttempts: number
  cancelReason: CancelReason | null
  redemption: Redemption | null
  outcome: InstallOutcome | null
  outcomeCode: string | null
  outcomeAtMs: number | null
  targetInstallRef: string | null
}

/** Why an intent was canceled. */
export type CancelReason = "buyer" | "release_revoked" | "listing_suspended" | "target_disabled" | "too_many_attempts"

/** One line of the feed of revoked releases. */
export interface Revocation {
  readonly seq: number
  readonly releaseId: string
  readonly revoked: boolean
  readonly cause: "release_revoked" | "listing_suspended" | "listing_restored"
  readonly atMs: number
}

/** Everything the registry holds. */
export interface World {
  /** Where it is reached, which is also the issuer its links name. */
  url: string
  readonly clock: Clock
  readonly signingKey: SigningKey
  readonly listings: Map<string, Listing>
  readonly releases: Map<string, Release>
  readonly targets: Map<string, Target>
  readonly intents: Map<string, Intent>
  readonly handoffs: Map<string, Handoff>
  readonly revocations: Revocation[]
  /** The `jti` of every signed request that was accepted, with its target. */
  readonly assertionIds: Set<string>
}

/** The status a reader sees: an open intent whose time is over is expired. */
export const statusAt = (intent: Intent, nowMs: number): Intent["status"] | "expired" =>
  intent.status === "token_issued" && nowMs >= intent.expiresAtMs ? "expired" : intent.status

/** The intent whose live token this is. */
export const intentOfToken = (world: World, tokenHash: string): Intent | undefined =>
  [...world.intents.values()].find((intent) => intent.tokenHash === tokenHash)

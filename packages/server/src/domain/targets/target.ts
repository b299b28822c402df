import type {
  AssetKind,
  SystemVersions,
  TargetAuthentication,
  TargetPublicKey,
  TargetSystem,
} from "@fleetprompt/sdk/contracts"

/** A registered deployment of a target system. */
export interface Target {
  readonly targetId: string
  readonly name: string
  readonly targetSystem: TargetSystem
  /** Where the buyer's browser is sent; only an operator sets it, so no caller can redirect anybody. */
  readonly landingUrl: string
  readonly assetKinds: readonly AssetKind[]
  /** Whether the subject signed in at the target must be the buyer. On unless the operator turned it off. */
  readonly requireBuyerMatch: boolean
  readonly tokenTtlMsMax: number
  /** The one way it proves which deployment it is. */
  readonly authentication: TargetAuthentication
  /** Whether it is meant where only its system is named. One of each system is. */
  readonly isDefault: boolean
  /** What it said it runs. */
  readonly systemVersions: SystemVersions
  readonly disabledAtMs: number | null
  readonly createdAtMs: number
  /** Goes up by one with every change of it or its credentials; the ETag is made of it. */
  readonly rowVersion: number
}

/** What a target proves itself by: a public key we check with, or a secret of which we keep the hash. */
export interface TargetCredential {
  readonly credentialId: string
  readonly targetId: string
  readonly kind: TargetAuthentication
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string | null
  readonly publicKey: TargetPublicKey | null
  readonly secretHash: string | null
  readonly createdAtMs: number
  /** When it ends by itself, where another takes its place. */
  readonly expiresAtMs: number | null
  readonly revokedAtMs: number | null
  /** Rounded down to the hour. */
  readonly lastUsedAtMs: number | null
}

/** A target with all its credentials, oldest first. */
export interface KeyedTarget {
  readonly target: Target
  readonly credentials: readonly TargetCredential[]
}

/** A target system that proved which deployment it is. */
export interface TargetPrincipal {
  readonly kind: "target"
  readonly target: Target
  readonly credential: TargetCredential
}

/** Whether a credential still admits its target at that moment. */
export const isLive = (credential: TargetCredential, nowMs: number): boolean =>
  credential.revokedAtMs === null && (credential.expiresAtMs === null || credential.expiresAtMs > nowMs)

import type { AssetKind, TargetSystem } from "@fleetprompt/sdk/contracts"

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
  readonly disabledAtMs: number | null
  readonly createdAtMs: number
}

/** A target's secret at rest. */
export interface TargetSecret {
  readonly secretId: string
  readonly targetId: string
  readonly secretHash: string
  readonly createdAtMs: number
  readonly revokedAtMs: number | null
}

/** A target system that proved which deployment it is. */
export interface TargetPrincipal {
  readonly kind: "target"
  readonly target: Target
}

import type { DeviceLoginStatus, Scope } from "@fleetprompt/sdk/contracts"

/** A program that asks to be let in (RFC 8628). Only the hash of its device code is kept. */
export interface DeviceLogin {
  readonly loginId: string
  readonly deviceCodeHash: string
  readonly userCode: string
  /** base64url of SHA-256 over what the program kept to itself. */
  readonly codeChallenge: string
  /** What the program calls itself: text of a stranger. */
  readonly clientName: string
  readonly scopes: readonly Scope[]
  readonly requestedFrom: string
  readonly status: DeviceLoginStatus
  /** Who decided; null while nobody has. */
  readonly userId: string | null
  /** The session it came to; null until that is fetched. */
  readonly sessionId: string | null
  /** The least time between two polls. */
  readonly intervalMs: number
  readonly polledAtMs: number | null
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

import type { Scope } from "@fleetprompt/sdk/contracts"

/** A person, known by what the identity provider calls them and never by e-mail (DESIGN §6). */
export interface User {
  readonly userId: string
  readonly iss: string
  readonly sub: string
  readonly lockedAtMs: number | null
  readonly createdAtMs: number
}

/** A personal token at rest: its hash, what it allows, and until when. */
export interface PersonalToken {
  readonly tokenId: string
  readonly userId: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly tokenHash: string
  readonly createdAtMs: number
  readonly expiresAtMs: number
  readonly revokedAtMs: number | null
}

/** A caller who proved who they are with a personal token. */
export interface UserPrincipal {
  readonly kind: "user"
  readonly user: User
  readonly token: PersonalToken
}

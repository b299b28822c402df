import type { Scope } from "@fleetprompt/sdk/contracts"
import type { CliSession } from "../sessions/session.ts"
import type { WebSession } from "../web-sessions/session.ts"

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
  /** The only listings it may change; null for all its owner may. */
  readonly listingIds: readonly string[] | null
  /** Rounded down to the hour. */
  readonly lastUsedAtMs: number | null
}

/** A personal token in use. */
export interface TokenCredential {
  readonly kind: "personal_token"
  readonly scopes: readonly Scope[]
  readonly listingIds: readonly string[] | null
  readonly expiresAtMs: number
  readonly token: PersonalToken
}

/** An access token of the identity provider in use. It is limited to no listings. */
export interface AccessTokenCredential {
  readonly kind: "access_token"
  readonly scopes: readonly Scope[]
  readonly listingIds: null
  readonly expiresAtMs: number
}

/** A CLI session in use. It is limited to no listings. */
export interface SessionCredential {
  readonly kind: "cli_session"
  readonly scopes: readonly Scope[]
  readonly listingIds: null
  readonly expiresAtMs: number
  readonly session: CliSession
}

/** A browser's session in use: somebody who signed in, who may do whatever they may. */
export interface WebSessionCredential {
  readonly kind: "web_session"
  readonly scopes: readonly Scope[]
  readonly listingIds: null
  readonly expiresAtMs: number
  readonly session: WebSession
}

/** A person who proved who they are. */
export interface UserPrincipal {
  readonly kind: "user"
  readonly user: User
  readonly credential: TokenCredential | AccessTokenCredential | SessionCredential | WebSessionCredential
}

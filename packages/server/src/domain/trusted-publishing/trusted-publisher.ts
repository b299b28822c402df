import type { CiEvent, CiProvider, Provenance } from "@fleetprompt/sdk/contracts"

/**
 * Whose runs may publish a listing. It names a slug of its publisher and no listing, so that it can be there first:
 * while there is no such listing it is pending, and the first run that publishes makes one.
 */
export interface TrustedPublisher {
  readonly trustedPublisherId: string
  readonly publisherId: string
  readonly slugName: string
  readonly provider: CiProvider
  readonly issuer: string
  readonly repository: string
  readonly ownerId: string
  /** Null until the first run has been let in. */
  readonly repositoryId: string | null
  readonly workflow: string
  readonly environment: string | null
  readonly refPattern: string | null
  readonly events: readonly CiEvent[]
  readonly allowReusable: boolean
  /** The environment of the last run, where none is asked for. */
  readonly unpinnedEnvironment: string | null
  readonly createdBy: string
  readonly createdAtMs: number
  readonly lastUsedAtMs: number | null
}

/** A trusted publisher with what is to be known of its listing. */
export interface KnownTrustedPublisher extends TrustedPublisher {
  readonly slug: string
  readonly isPending: boolean
}

/** What an exchanged token is good for: one version of one slug with one content, and for minutes. */
export interface CiToken {
  readonly ciTokenId: string
  readonly tokenHash: string
  readonly trustedPublisherId: string
  readonly publisherId: string
  readonly slug: string
  readonly version: string
  readonly digest: string
  readonly provenance: Provenance
  readonly createdAtMs: number
  readonly expiresAtMs: number
  readonly revokedAtMs: number | null
  readonly usedAtMs: number | null
}

/** A run that was let in. It is nobody, and may do what its token says. */
export interface CiPrincipal {
  readonly kind: "ci"
  readonly token: CiToken
}

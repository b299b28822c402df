import type { CiProvider, ClaimVerdict } from "@fleetprompt/sdk/contracts"

/** What a run's own token says, in one set of words whatever the provider calls them. */
export interface CiClaims {
  readonly provider: CiProvider
  readonly issuer: string
  readonly jti: string
  readonly expiresAtMs: number
  readonly repository: string
  readonly repositoryId: string
  readonly ownerId: string
  /** Path of the workflow within the repository. */
  readonly workflow: string
  /** The file the job stands in, as the provider writes it, where that is another one; else null. */
  readonly calledWorkflow: string | null
  readonly event: string
  readonly ref: string
  readonly commit: string
  readonly environment: string | null
  readonly runId: string
  readonly runAttempt: string | null
  readonly runUrl: string | null
  /** What the provider calls each of those that a trusted publisher names. */
  readonly names: Readonly<Record<NamedClaim, string>>
}

export type NamedClaim =
  | "repository"
  | "repositoryId"
  | "ownerId"
  | "workflow"
  | "calledWorkflow"
  | "event"
  | "ref"
  | "environment"

/** A token that is not taken, and what of it. */
export interface RejectedCiToken {
  readonly detail: string
  readonly claims: readonly ClaimVerdict[]
}

export type CiVerdict =
  | { readonly kind: "verified"; readonly claims: CiClaims }
  | { readonly kind: "rejected"; readonly rejection: RejectedCiToken }
  | { readonly kind: "unavailable" }

/** Checks tokens of CI systems against the issuers the operator allows. */
export interface CiTokens {
  /** What the tokens must be made for. */
  readonly audience: string
  readonly issuers: readonly CiIssuer[]
  /** Checks 1 to 5: form, issuer, key, signature and times, claims. Never throws for a bad token or an absent issuer. */
  verify(token: string): Promise<CiVerdict>
}

/** A CI system whose tokens are taken, and how they are to be read. */
export interface CiIssuer {
  readonly provider: CiProvider
  /** Exactly as it stands in `iss`. */
  readonly issuer: string
}

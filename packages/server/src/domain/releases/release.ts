import type { Provenance, ReleaseContent, ReleaseStatus, RevocationReason } from "@fleetprompt/sdk/contracts"

/** When and why a release was taken back. */
export interface Revocation {
  readonly reason: RevocationReason
  readonly note: string | null
  readonly atMs: number
}

/** A published version: immutable content, its digest, and a status that can only move to `revoked`. */
export interface Release extends ReleaseContent {
  readonly releaseId: string
  readonly listingId: string
  readonly status: ReleaseStatus
  readonly digest: string
  readonly publishedAtMs: number
  /** Set exactly while the status is `revoked`. */
  readonly revocation: Revocation | null
  /** Null where it was not published by a CI's own token. */
  readonly provenance: Provenance | null
}

import type { ReleaseContent, ReleaseStatus } from "@fleetprompt/sdk/contracts"

/** A published version: immutable content, its digest, and a status that can only move to `revoked`. */
export interface Release extends ReleaseContent {
  readonly releaseId: string
  readonly listingId: string
  readonly status: ReleaseStatus
  readonly digest: string
  readonly publishedAtMs: number
  readonly revokedAtMs: number | null
}

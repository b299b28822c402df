import type { SeekPage } from "../paging/seek.ts"
import type { Release, Revocation } from "./release.ts"

export interface ReleaseReads {
  findById(releaseId: string): Promise<Release | undefined>
  findByVersion(listingId: string, version: string): Promise<Release | undefined>
  /** A listing's releases by `publishedAtMs` and id, newest first. */
  list(listingId: string, page: SeekPage): Promise<Release[]>
}

export interface ReleaseStore extends ReleaseReads {
  /** False where the listing already has that version. The database refuses any later change but a revocation. */
  insert(release: Release): Promise<boolean>
  /** False where it is revoked already. */
  revoke(releaseId: string, revocation: Revocation): Promise<boolean>
  /** Every version of the listing that is not revoked, in no order. */
  liveVersions(listingId: string): Promise<{ releaseId: string; version: string }[]>
}

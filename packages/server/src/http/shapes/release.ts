import type * as wire from "@fleetprompt/sdk/contracts"
import { htmlOf, warningsAt } from "../../domain/content/read-content.ts"
import { type Listing, slugOf } from "../../domain/listings/listing.ts"
import type { Release } from "../../domain/releases/release.ts"

/** A release of a listing as its readers see it. */
export const publicRelease = (listing: Listing, release: Release): wire.Release => ({
  releaseId: release.releaseId,
  listingId: release.listingId,
  slug: slugOf(listing),
  version: release.version,
  status: release.status,
  digest: release.digest,
  refs: { ...release.refs },
  compatibility: { ...release.compatibility },
  artifact: release.artifact,
  notes: release.notes,
  publishedAtMs: release.publishedAtMs,
  revokedAtMs: release.revocation?.atMs ?? null,
  revocation: release.revocation && {
    reason: release.revocation.reason,
    note: release.revocation.note,
    atMs: release.revocation.atMs,
  },
  provenance: release.provenance,
  contentTrust: "untrusted",
})

/** A release read by itself. */
export const fullRelease = (listing: Listing, release: Release): wire.FullRelease => ({
  ...publicRelease(listing, release),
  notesHtml: htmlOf(release.notes),
  contentWarnings: warningsAt("/notes", release.notes),
})

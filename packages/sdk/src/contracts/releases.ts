import * as z from "zod"
import { contentWarning } from "./content-warnings.ts"
import { idOf, timestampMs } from "./ids.ts"
import { listingStatuses } from "./listings.ts"
import { openEnum } from "./open-enum.ts"
import { pageOf } from "./page.ts"
import { provenance } from "./provenance.ts"

/** A release is published, or later revoked; it is never edited and never deleted (spec §5.2). */
export const releaseStatuses = ["published", "revoked"] as const
export type ReleaseStatus = (typeof releaseStatuses)[number]

/** Why a release was taken back. */
export const revocationReasons = ["security", "broken", "superseded", "legal", "other"] as const
export type RevocationReason = (typeof revocationReasons)[number]

/** When and why a release was taken back. */
export const revocation = z.object({
  reason: openEnum(revocationReasons),
  note: z.string().nullable(),
  atMs: timestampMs,
})
export type Revocation = z.infer<typeof revocation>

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)

/** A published version of a listing. `digest` covers everything but ids, status, times and provenance. */
export const release = z.object({
  releaseId: idOf("release"),
  listingId: idOf("listing"),
  slug: z.string(),
  version: z.string(),
  status: openEnum(releaseStatuses),
  digest,
  refs: z.record(z.string(), z.string()),
  compatibility: z.record(z.string(), z.string()),
  artifact: z.object({ url: z.string(), sha256: z.string() }).nullable(),
  notes: z.string(),
  publishedAtMs: timestampMs,
  revokedAtMs: timestampMs.nullable(),
  revocation: revocation.nullable(),
  provenance: provenance.nullable().default(null).describe("Null for a release that no CI's own token published."),
  contentTrust: z.literal("untrusted"),
})
export type Release = z.infer<typeof release>

/** A release read by itself: `notesHtml` is `notes` rendered and cleaned, safe to put into a page. */
export const fullRelease = release.extend({ notesHtml: z.string(), contentWarnings: z.array(contentWarning) })
export type FullRelease = z.infer<typeof fullRelease>

/**
 * Reply of a publish: 201 `created`, or 200 `unchanged` when this version already holds this content.
 * `listingStatus` says what a reader sees: a release of a draft is not public yet.
 */
export const publishedRelease = z.object({
  result: openEnum(["created", "unchanged"]),
  release,
  listingStatus: openEnum(listingStatuses),
  /** What the registry signed about it, a compact JWS; see `signedReceipt`. The same release has the same one for ever. */
  receipt: z.string(),
})
export type PublishedRelease = z.infer<typeof publishedRelease>

/**
 * Reply of a revocation: `unchanged` where the release was already revoked for this reason. `latestVersion` is what
 * the listing offers now; null where nothing of it can be installed any more.
 */
export const revokedRelease = z.object({
  result: openEnum(["revoked", "unchanged"]),
  release,
  latestVersion: z.string().nullable(),
})
export type RevokedRelease = z.infer<typeof revokedRelease>

export const releasePage = pageOf(release)

import type * as wire from "@fleetprompt/sdk/contracts"
import type { ModeratedListing } from "../../domain/moderation/restore.ts"
import type { ModeratedUser } from "../../domain/moderation/store.ts"
import type { SuspensionView } from "../../domain/moderation/suspension.ts"
import { slugOf } from "../../domain/listings/listing.ts"
import type { Publisher } from "../../domain/publishers/publisher.ts"
import type { ReportView } from "../../domain/reports/report.ts"
import { fullListing } from "./listing.ts"

/** A report as moderators see it. */
export const moderatedReport = (report: ReportView): wire.Report => ({
  reportId: report.reportId,
  listing: { listingId: report.listingId, slug: report.slug, status: report.listingStatus },
  reason: report.reason,
  note: report.note,
  status: report.status,
  createdAtMs: report.createdAtMs,
  resolution:
    report.resolution === null
      ? null
      : { note: report.resolution.note, userId: report.resolution.userId, atMs: report.resolution.atMs },
  contentTrust: "untrusted",
})

/** A suspension as the publisher's members and moderators see it. */
export const privateSuspension = (suspension: SuspensionView): wire.Suspension => ({
  listingId: suspension.listingId,
  slug: suspension.slug,
  reason: suspension.reason,
  note: suspension.note,
  statusBefore: suspension.statusBefore,
  suspendedAtMs: suspension.suspendedAtMs,
  appeal: suspension.appeal === null ? null : { note: suspension.appeal.note, atMs: suspension.appeal.atMs },
})

/** A listing as moderators see it. */
export const moderatedListing = ({ listing, suspension }: ModeratedListing): wire.ModeratedListing => ({
  listing: fullListing(listing),
  suspension: suspension === undefined ? null : privateSuspension({ ...suspension, slug: slugOf(listing) }),
})

/** A publisher as moderators see it. */
export const moderatedPublisher = (publisher: Publisher): wire.ModeratedPublisher => ({
  publisherId: publisher.publisherId,
  handle: publisher.handle,
  verification:
    publisher.verifiedAtMs === null ? null : { method: publisher.verificationMethod, atMs: publisher.verifiedAtMs },
  lock: publisher.lockedAtMs === null ? null : { reason: publisher.lockReason ?? "other", atMs: publisher.lockedAtMs },
})

/** A user as admins see them. */
export const moderatedUser = (user: ModeratedUser): wire.ModeratedUser => ({
  userId: user.userId,
  iss: user.iss,
  sub: user.sub,
  role: user.role,
  lock: user.lockedAtMs === null ? null : { reason: user.lockReason, atMs: user.lockedAtMs },
})

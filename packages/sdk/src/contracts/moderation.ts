import * as z from "zod"
import { moderationNote } from "./complaint-requests.ts"
import { moderationReasons, suspension } from "./complaints.ts"
import { idOf, timestampMs } from "./ids.ts"
import { listing, listingStatuses } from "./listings.ts"
import { openEnum } from "./open-enum.ts"
import { pageOf, pageQuery } from "./page.ts"
import { verificationMethods } from "./publishers.ts"

/** What a person may do as a moderator, each including the one before: look, act on listings and publishers, act on people. */
export const moderationRoles = ["reader", "moderator", "admin"] as const
export type ModerationRole = (typeof moderationRoles)[number]

/** Where a report stands: `actioned` says that something was done about it. */
export const reportStatuses = ["open", "dismissed", "actioned"] as const
export type ReportStatus = (typeof reportStatuses)[number]

/** A report as moderators see it. `note` was written by a stranger. */
export const report = z.object({
  reportId: idOf("report"),
  listing: z.object({ listingId: idOf("listing"), slug: z.string(), status: openEnum(listingStatuses) }),
  reason: openEnum(moderationReasons),
  note: z.string(),
  status: openEnum(reportStatuses),
  createdAtMs: timestampMs,
  resolution: z.object({ note: z.string(), userId: idOf("user").nullable(), atMs: timestampMs }).nullable(),
  contentTrust: z.literal("untrusted"),
})
export type Report = z.infer<typeof report>

/** Query of `GET /v1/admin/reports`, oldest first. */
export const listReportsQuery = z.strictObject({ status: z.enum(reportStatuses).default("open"), ...pageQuery })
export type ListReportsQuery = z.input<typeof listReportsQuery>

export const reportPage = pageOf(report)

/** Body of `POST /v1/admin/reports/{reportId}/resolution`. The note is for moderators. */
export const resolveReportRequest = z.strictObject({
  action: z.enum(["dismissed", "actioned"]),
  note: moderationNote.default(""),
})
export type ResolveReportRequest = z.input<typeof resolveReportRequest>

/** Body of `PUT /v1/admin/listings/{publisher}/{name}/suspension`. The note is for the publisher's members. */
export const suspendListingRequest = z.strictObject({
  reason: z.enum(moderationReasons),
  note: moderationNote.default(""),
})
export type SuspendListingRequest = z.input<typeof suspendListingRequest>

/** Query of `GET /v1/admin/suspensions`, newest first: all, or those with or without an appeal. */
export const listSuspensionsQuery = z.strictObject({ appealed: z.stringbool().optional(), ...pageQuery })
export type ListSuspensionsQuery = z.input<typeof listSuspensionsQuery>

export const suspensionPage = pageOf(suspension)

/** A listing as moderators see it, whatever its status. */
export const moderatedListing = z.object({ listing, suspension: suspension.nullable() })
export type ModeratedListing = z.infer<typeof moderatedListing>

/** Body of the `PUT` that locks a publisher or a user. */
export const lockRequest = z.strictObject({ reason: z.enum(moderationReasons) })
export type LockRequest = z.input<typeof lockRequest>

/** Body of `PUT /v1/admin/publishers/{handle}/verification`; its date is the moment of the request. */
export const verifyPublisherRequest = z.strictObject({ method: z.enum(verificationMethods) })
export type VerifyPublisherRequest = z.input<typeof verifyPublisherRequest>

/** A publisher as moderators see it. */
export const moderatedPublisher = z.object({
  publisherId: idOf("publisher"),
  handle: z.string(),
  verification: z.object({ method: openEnum(verificationMethods).nullable(), atMs: timestampMs }).nullable(),
  lock: z.object({ reason: openEnum(moderationReasons), atMs: timestampMs }).nullable(),
})
export type ModeratedPublisher = z.infer<typeof moderatedPublisher>

/** Body of `PUT /v1/admin/users/{userId}/role`; null takes the role away. */
export const setModerationRoleRequest = z.strictObject({ role: z.enum(moderationRoles).nullable() })
export type SetModerationRoleRequest = z.input<typeof setModerationRoleRequest>

/** A user as admins see them. */
export const moderatedUser = z.object({
  userId: idOf("user"),
  iss: z.string(),
  sub: z.string(),
  role: openEnum(moderationRoles).nullable(),
  lock: z.object({ reason: openEnum(moderationReasons).nullable(), atMs: timestampMs }).nullable(),
})
export type ModeratedUser = z.infer<typeof moderatedUser>

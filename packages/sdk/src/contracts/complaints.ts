import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { limits } from "./limits.ts"
import { listingStatuses } from "./listings.ts"
import { openEnum } from "./open-enum.ts"
import { prose } from "./text.ts"

/** What is wrong with a listing, the same for who reports and who decides. */
export const moderationReasons = ["malware", "impersonation", "spam", "illegal", "secret", "other"] as const
export type ModerationReason = (typeof moderationReasons)[number]

/** Why a listing is suspended: a moderator's reason, or that its whole publisher is locked. */
export const suspensionReasons = [...moderationReasons, "publisher_locked"] as const
export type SuspensionReason = (typeof suspensionReasons)[number]

/** A word on a report or a decision. */
export const moderationNote = prose(limits.moderationNoteLengthMax)

/** Body of `POST /v1/listings/{publisher}/{name}/reports`. Anyone may report; nothing is kept about who did. */
export const reportListingRequest = z.strictObject({
  reason: z.enum(moderationReasons),
  note: moderationNote.default(""),
})
export type ReportListingRequest = z.input<typeof reportListingRequest>

/** Reply of a report, the same whether it is new or came before. */
export const reportReceipt = z.object({ result: z.literal("accepted") })
export type ReportReceipt = z.infer<typeof reportReceipt>

/** Body of `PUT /v1/listings/{publisher}/{name}/appeal`. There is one appeal for each suspension. */
export const appealRequest = z.strictObject({ note: moderationNote.min(1, "must not be empty") })
export type AppealRequest = z.input<typeof appealRequest>

/** Why and since when a listing is suspended, for its members and for moderators. Never part of a public reply. */
export const suspension = z.object({
  listingId: idOf("listing"),
  slug: z.string(),
  reason: openEnum(suspensionReasons),
  note: z.string(),
  /** The status a restore returns to. */
  statusBefore: openEnum(listingStatuses),
  suspendedAtMs: timestampMs,
  appeal: z.object({ note: z.string(), atMs: timestampMs }).nullable(),
})
export type Suspension = z.infer<typeof suspension>

import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { listingStatuses } from "./listings.ts"
import { openEnum } from "./open-enum.ts"

/** What is wrong with a listing, the same for who reports and who decides. */
export const moderationReasons = ["malware", "impersonation", "spam", "illegal", "secret", "other"] as const
export type ModerationReason = (typeof moderationReasons)[number]

/** Why a listing is suspended: a moderator's reason, or that its whole publisher is locked. */
export const suspensionReasons = [...moderationReasons, "publisher_locked"] as const
export type SuspensionReason = (typeof suspensionReasons)[number]

/** Reply of a report, the same whether it is new or came before. */
export const reportReceipt = z.object({ result: z.literal("accepted") })
export type ReportReceipt = z.infer<typeof reportReceipt>

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

import * as z from "zod"
import { moderationReasons } from "./complaints.ts"
import { limits } from "./limits.ts"
import { prose } from "./text.ts"

/** A word on a report or a decision. */
export const moderationNote = prose(limits.moderationNoteLengthMax)

/** Body of `POST /v1/listings/{publisher}/{name}/reports`. Anyone may report; nothing is kept about who did. */
export const reportListingRequest = z.strictObject({
  reason: z.enum(moderationReasons),
  note: moderationNote.default(""),
})
export type ReportListingRequest = z.input<typeof reportListingRequest>

/** Body of `PUT /v1/listings/{publisher}/{name}/appeal`. There is one appeal for each suspension. */
export const appealRequest = z.strictObject({ note: moderationNote.min(1, "must not be empty") })
export type AppealRequest = z.input<typeof appealRequest>

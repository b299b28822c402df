import * as z from "zod"
import { openEnum } from "./open-enum.ts"

/** What a reader, above all an agent, is warned of in a text that was taken nevertheless. */
export const contentWarningKinds = ["hidden_characters", "bidirectional_control", "instruction_like"] as const
export type ContentWarningKind = (typeof contentWarningKinds)[number]

/** How often a kind occurs in the field that `pointer` names (RFC 6901, into the reply); counting stops at 100. */
export const contentWarning = z.object({
  pointer: z.string(),
  kind: openEnum(contentWarningKinds),
  count: z.int().positive(),
})
export type ContentWarning = z.infer<typeof contentWarning>

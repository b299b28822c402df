import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { openEnum } from "./open-enum.ts"
import { targetSystems } from "./targets.ts"

/** What a signed-in buyer is asked by a target: reply of `GET /v1/handoffs/{handoffId}`. */
export const handoff = z.object({
  handoffId: idOf("handoff"),
  target: z.object({ targetId: idOf("target"), name: z.string(), targetSystem: openEnum(targetSystems) }),
  targetContext: z.record(z.string(), z.string()),
  listing: z.string().nullable(),
  version: z.string().nullable(),
  expiresAtMs: timestampMs,
})
export type Handoff = z.infer<typeof handoff>

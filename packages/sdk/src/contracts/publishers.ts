import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { limits } from "./limits.ts"
import { openEnum } from "./open-enum.ts"
import { handle } from "./slug.ts"
import { line } from "./text.ts"

/** What a member may do: an owner also manages members and the publisher itself. */
export const memberRoles = ["owner", "maintainer"] as const
export type MemberRole = (typeof memberRoles)[number]

/** Body of `POST /v1/publishers`: claims a handle for the caller. */
export const claimPublisherRequest = z.strictObject({
  handle,
  displayName: line(limits.displayNameLengthMax),
})
export type ClaimPublisherRequest = z.input<typeof claimPublisherRequest>

/** The identity that owns listings; `verifiedAtMs` is informational (§1.1) and null where nobody checked. */
export const publisher = z.object({
  publisherId: idOf("publisher"),
  handle: z.string(),
  displayName: z.string(),
  verifiedAtMs: timestampMs.nullable(),
  createdAtMs: timestampMs,
})
export type Publisher = z.infer<typeof publisher>

/** A publisher as one of its members sees it. */
export const membership = z.object({ publisherId: idOf("publisher"), handle: z.string(), role: openEnum(memberRoles) })
export type Membership = z.infer<typeof membership>

import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { openEnum } from "./open-enum.ts"

/** What a member may do: an owner also manages members and the publisher itself. */
export const memberRoles = ["owner", "maintainer"] as const
export type MemberRole = (typeof memberRoles)[number]

/** How a publisher proved that it is who it says. */
export const verificationMethods = ["dns", "website", "repository", "documents"] as const
export type VerificationMethod = (typeof verificationMethods)[number]

/**
 * The identity that owns listings. The verification is informational (§1.1): its time and its method are null where
 * nobody checked, and neither says that it would hold today.
 */
export const publisher = z.object({
  publisherId: idOf("publisher"),
  handle: z.string(),
  displayName: z.string(),
  description: z.string().nullable(),
  homepageUrl: z.string().nullable(),
  verifiedAtMs: timestampMs.nullable(),
  verificationMethod: openEnum(verificationMethods).nullable(),
  createdAtMs: timestampMs,
})
export type Publisher = z.infer<typeof publisher>

/** A publisher as one of its members sees it. */
export const membership = z.object({ publisherId: idOf("publisher"), handle: z.string(), role: openEnum(memberRoles) })
export type Membership = z.infer<typeof membership>

/** A member of a publisher as the other members see them. */
export const publisherMember = z.object({
  userId: idOf("user"),
  iss: z.string(),
  sub: z.string(),
  role: openEnum(memberRoles),
  addedAtMs: timestampMs,
})
export type PublisherMember = z.infer<typeof publisherMember>

/** Reply of `GET /v1/publishers/{handle}/members`: all of them, in the order they were added. */
export const publisherMemberList = z.object({ data: z.array(publisherMember) })

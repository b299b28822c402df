import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { limits } from "./limits.ts"
import { listingStatuses } from "./listings.ts"
import { openEnum } from "./open-enum.ts"
import { pageOf, pageQuery } from "./page.ts"
import { releaseStatuses } from "./releases.ts"
import { slug } from "./slug.ts"
import { targetName, targetSystems } from "./targets.ts"
import { version } from "./version.ts"

/** Where an install intent stands (spec §5.3). None of these says "installed"; see {@link installOutcomes}. */
export const installStatuses = ["created", "token_issued", "redeemed", "expired", "canceled"] as const
export type InstallStatus = (typeof installStatuses)[number]

/** What the target reported after it redeemed; null until it does. */
export const installOutcomes = ["completed", "failed", "declined"] as const
export type InstallOutcome = (typeof installOutcomes)[number]

/** Why an intent was canceled. */
export const cancelReasons = [
  "buyer",
  "admin",
  "release_revoked",
  "listing_suspended",
  "publisher_suspended",
  "target_disabled",
  "too_many_attempts",
] as const
export type CancelReason = (typeof cancelReasons)[number]

const contextValue = z
  .string()
  .min(1)
  .max(limits.targetContextValueLengthMax)
  .regex(/^[\x21-\x7e]*$/, "must be printable ASCII without blanks")

/** Opaque ids the target needs to place the install (spec §5.3). */
export const targetContext = z.strictObject({
  telespaceId: contextValue.exactOptional(),
  roomId: contextValue.exactOptional(),
  orgId: contextValue.exactOptional(),
})
export type TargetContext = z.infer<typeof targetContext>

/** How long a token lives. The target's own ceiling applies besides. */
const tokenTtlMs = z.int().min(limits.installTokenTtlMsMin).max(limits.installTokenTtlMsMax)

/**
 * Body of `POST /v1/install-intents`: Flow D. Without a version, the listing's latest release. With `handoff`, the
 * install a target has asked for: it must go to that target, and the context is the target's.
 */
export const createInstallIntentRequest = z.strictObject({
  listing: slug,
  version: version.optional(),
  target: targetName,
  targetContext: targetContext.default({}),
  ttlMs: tokenTtlMs.optional(),
  /** False to record the intent alone and get its token later, within a day. */
  issueToken: z.boolean().default(true),
  handoff: idOf("handoff").optional(),
})
export type CreateInstallIntentRequest = z.input<typeof createInstallIntentRequest>

/** A buyer's request to install one release into one target. Only its buyer can read it. */
export const installIntent = z.object({
  installIntentId: idOf("installIntent"),
  listing: z.object({
    listingId: idOf("listing"),
    slug: z.string(),
    name: z.string(),
    status: openEnum(listingStatuses),
  }),
  /** `status` as it is now: an installed release can be revoked afterwards. */
  release: z.object({
    releaseId: idOf("release"),
    version: z.string(),
    digest: z.string(),
    status: openEnum(releaseStatuses),
  }),
  target: z.object({ targetId: idOf("target"), name: z.string(), targetSystem: openEnum(targetSystems) }),
  targetContext: z.record(z.string(), z.string()),
  /** Where the target asked for this install, what it asked with. */
  handoffId: idOf("handoff").nullable(),
  status: openEnum(installStatuses),
  /** How many tokens were issued so far; only the last one is good. */
  tokenIssues: z.int().nonnegative(),
  outcome: openEnum(installOutcomes).nullable(),
  outcomeCode: z.string().nullable(),
  /** What the target calls the installed thing; null unless it said so. */
  targetInstallRef: z.string().nullable(),
  cancelReason: openEnum(cancelReasons).nullable(),
  createdAtMs: timestampMs,
  expiresAtMs: timestampMs.nullable(),
  redeemedAtMs: timestampMs.nullable(),
  outcomeAtMs: timestampMs.nullable(),
})
export type InstallIntent = z.infer<typeof installIntent>

/**
 * Reply of a token issue: the intent and, this once, the secret that stands for it. `link` carries the token in
 * its fragment to the target's registered landing page.
 */
export const issuedInstall = z.object({ intent: installIntent, installToken: z.string(), link: z.string() })
export type IssuedInstall = z.infer<typeof issuedInstall>

/** Reply of a create: as of an issue, or without a token where none was asked for. */
export const createdInstall = z.object({
  intent: installIntent,
  installToken: z.string().nullable(),
  link: z.string().nullable(),
})
export type CreatedInstall = z.infer<typeof createdInstall>

/** Body of `POST /v1/install-intents/{installIntentId}/token`. The token before, where there was one, is dead at once. */
export const issueInstallTokenRequest = z.strictObject({ ttlMs: tokenTtlMs.optional() })
export type IssueInstallTokenRequest = z.input<typeof issueInstallTokenRequest>

/**
 * Query of `GET /v1/install-intents/{installIntentId}`. With `waitMs` and an `If-None-Match`, the answer comes when the
 * intent has changed, or is a 304 when that time is over.
 */
export const getInstallIntentQuery = z.strictObject({
  waitMs: z.coerce.number<number>().int().min(0).max(limits.installWaitMsMax).default(0),
})
export type GetInstallIntentQuery = z.input<typeof getInstallIntentQuery>

/** Query of the buyer's own intents, newest first. */
export const listInstallIntentsQuery = z.strictObject(pageQuery)
export type ListInstallIntentsQuery = z.input<typeof listInstallIntentsQuery>

export const installIntentPage = pageOf(installIntent)

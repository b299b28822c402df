import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { listingStatuses } from "./listings.ts"
import { openEnum } from "./open-enum.ts"
import { pageOf } from "./page.ts"
import { releaseStatuses } from "./releases.ts"
import { targetSystems } from "./targets.ts"

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

/** A page of the buyer's own intents. */
export const installIntentPage = pageOf(installIntent)

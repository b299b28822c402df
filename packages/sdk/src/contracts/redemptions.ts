import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { installOutcomes } from "./installs.ts"
import { limits } from "./limits.ts"
import { assetKinds, listingStatuses } from "./listings.ts"
import { openEnum } from "./open-enum.ts"
import { releaseStatuses } from "./releases.ts"

/** A person as the shared identity provider names them. */
export const subject = z.strictObject({ iss: z.string().min(1).max(512), sub: z.string().min(1).max(255) })
export type Subject = z.infer<typeof subject>

const installToken = z.string().min(1).max(256)

/** Chosen by the target and kept before its first call, so that a lost reply can be asked for again. */
const redemptionId = z
  .string()
  .regex(/^[0-9A-Za-z_-]{16,64}$/, "must be 16 to 64 letters, digits, - or _ (a UUID fits)")

/** RFC 7636 §4.1: 43 to 128 unreserved characters. */
export const codeVerifier = z
  .string()
  .regex(/^[0-9A-Za-z._~-]{43,128}$/, "must be 43 to 128 letters, digits or . _ ~ -")

/**
 * Body of `POST /v1/install-intents/redeem`. `subject` is who is signed in at the target. `codeVerifier` belongs to an
 * install the target itself asked for, and to no other.
 */
export const redeemRequest = z.strictObject({
  token: installToken,
  redemptionId,
  subject,
  codeVerifier: codeVerifier.optional(),
})
export type RedeemRequest = z.infer<typeof redeemRequest>

/** What a target receives for a token, fixed at the moment of redemption. References only: no text to render, no secret. */
export const redemption = z.object({
  installIntentId: idOf("installIntent"),
  redemptionId: z.string(),
  redeemedAtMs: timestampMs,
  buyer: z.object({ iss: z.string(), sub: z.string() }),
  targetContext: z.record(z.string(), z.string()),
  listing: z.object({
    listingId: idOf("listing"),
    slug: z.string(),
    assetKind: openEnum(assetKinds),
    name: z.string(),
    publisherId: idOf("publisher"),
  }),
  release: z.object({
    releaseId: idOf("release"),
    version: z.string(),
    digest: z.string(),
    refs: z.record(z.string(), z.string()),
    compatibility: z.record(z.string(), z.string()),
    artifact: z.object({ url: z.string(), sha256: z.string() }).nullable(),
  }),
})
export type Redemption = z.infer<typeof redemption>

/** How things stand now; on a replay this can differ from the day of the redemption. */
export const redemptionCurrent = z.object({
  releaseStatus: openEnum(releaseStatuses),
  listingStatus: openEnum(listingStatuses),
  outcome: openEnum(installOutcomes).nullable(),
})
export type RedemptionCurrent = z.infer<typeof redemptionCurrent>

/** Reply of a redeem. `replayed` is true where the same target asked again with the same `redemptionId`. */
export const redeemReply = z.object({ redemption, current: redemptionCurrent, replayed: z.boolean() })
export type RedeemReply = z.infer<typeof redeemReply>

/** Body of `POST /v1/install-intents/introspect`. Looks, never consumes. */
export const introspectRequest = z.strictObject({ token: installToken, subject: subject.optional() })
export type IntrospectRequest = z.infer<typeof introspectRequest>

/** Enough for a confirm page. Anything not live for this very target answers `{active: false}` and no more. */
export const introspection = z.discriminatedUnion("active", [
  z.object({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    installIntentId: idOf("installIntent"),
    listing: z.object({ slug: z.string(), name: z.string(), assetKind: openEnum(assetKinds) }),
    publisher: z.object({ handle: z.string(), displayName: z.string(), verifiedAtMs: timestampMs.nullable() }),
    release: z.object({ version: z.string(), digest: z.string() }),
    targetContext: z.record(z.string(), z.string()),
    expiresAtMs: timestampMs,
    subjectMatches: z.boolean().nullable(),
  }),
])
export type Introspection = z.infer<typeof introspection>

/** Machine-readable causes a target may give; there is no free text, so nothing can be mirrored or injected. */
export const outcomeCodes = [
  "not_authorized",
  "user_declined",
  "incompatible",
  "upstream_not_found",
  "quota_exceeded",
  "import_failed",
] as const
export type OutcomeCode = (typeof outcomeCodes)[number]

/** Body of `POST /v1/install-intents/{installIntentId}/outcome`. */
export const reportOutcomeRequest = z.strictObject({
  redemptionId,
  outcome: z.enum(installOutcomes),
  code: z.enum(outcomeCodes).optional(),
  /** What the target calls the installed thing. Opaque; shown to the buyer alone. */
  targetInstallRef: z
    .string()
    .min(1)
    .max(limits.targetInstallRefLengthMax)
    .regex(/^[\x21-\x7e]*$/, "must be printable ASCII without blanks")
    .optional(),
})
export type ReportOutcomeRequest = z.infer<typeof reportOutcomeRequest>

/** Reply of an outcome report. */
export const reportedOutcome = z.object({
  installIntentId: idOf("installIntent"),
  outcome: openEnum(installOutcomes),
  outcomeAtMs: timestampMs,
})
export type ReportedOutcome = z.infer<typeof reportedOutcome>

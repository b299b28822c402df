import * as z from "zod"
import { idOf } from "./ids.ts"
import { limits } from "./limits.ts"
import { pageQuery } from "./page.ts"
import { slug } from "./slug.ts"
import { targetName } from "./targets.ts"
import { version } from "./version.ts"

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

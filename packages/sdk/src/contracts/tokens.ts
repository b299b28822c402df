import * as z from "zod"
import { isPersonalTokenScope, scopes } from "./identity.ts"
import { idOf, timestampMs } from "./ids.ts"
import { limits } from "./limits.ts"
import { openEnum } from "./open-enum.ts"
import { pageOf, pageQuery } from "./page.ts"
import { slug } from "./slug.ts"
import { line } from "./text.ts"

const distinct = (words: readonly string[]) => new Set(words).size === words.length

/** Body of `POST /v1/tokens`. Without `listings` the token may change every listing its owner may. */
export const createTokenRequest = z.strictObject({
  name: line(limits.displayNameLengthMax),
  scopes: z
    .array(z.enum(scopes.filter(isPersonalTokenScope)))
    .min(1, "must name at least one scope")
    .max(scopes.length)
    .refine(distinct, "must not repeat a scope"),
  listings: z
    .array(slug)
    .min(1, "must name at least one listing, or be left out")
    .max(limits.tokenListingsMax, `must name at most ${limits.tokenListingsMax} listings`)
    .refine(distinct, "must not repeat a listing")
    .exactOptional(),
  expiresInDays: z.int().min(1).max(limits.tokenTtlDaysMax),
})
export type CreateTokenRequest = z.input<typeof createTokenRequest>

/** A personal token as its owner sees it. The secret is in no read. */
export const personalToken = z.object({
  tokenId: idOf("token"),
  name: z.string(),
  scopes: z.array(openEnum(scopes)),
  /** The only listings it may change; null for all of its owner's. */
  listingIds: z.array(idOf("listing")).nullable(),
  createdAtMs: timestampMs,
  expiresAtMs: timestampMs,
  revokedAtMs: timestampMs.nullable(),
  /** Rounded down to the hour, and written within minutes of the use. */
  lastUsedAtMs: timestampMs.nullable(),
})
export type PersonalToken = z.infer<typeof personalToken>

/** Reply of `POST /v1/tokens`: the token's record and, this once, its secret. */
export const issuedToken = z.object({ token: personalToken, secret: z.string() })
export type IssuedToken = z.infer<typeof issuedToken>

/** Query of the caller's own tokens, newest first. */
export const listTokensQuery = z.strictObject(pageQuery)
export type ListTokensQuery = z.input<typeof listTokensQuery>

export const tokenPage = pageOf(personalToken)

/** Body of `POST /v1/tokens/report-leak`: a token somebody found where it does not belong. */
export const reportLeakRequest = z.strictObject({ token: z.string().min(1).max(limits.accessTokenBytesMax) })
export type ReportLeakRequest = z.input<typeof reportLeakRequest>

/** Reply of a leak report, the same whether there was such a token or not. */
export const leakReport = z.object({ result: z.literal("accepted") })
export type LeakReport = z.infer<typeof leakReport>

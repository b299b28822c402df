import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { limits } from "./limits.ts"
import { openEnum } from "./open-enum.ts"

/** Why a release must not be used any more, or may be again. */
export const revocationCauses = ["release_revoked", "listing_suspended", "listing_restored"] as const
export type RevocationCause = (typeof revocationCauses)[number]

/** Query of `GET /v1/revocations`: what came after this `seq`, oldest first. */
export const listRevocationsQuery = z.strictObject({
  after: z.coerce.number<number>().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number<number>().int().min(1).max(limits.revocationsPageMax).default(limits.revocationsPageMax),
})
export type ListRevocationsQuery = z.input<typeof listRevocationsQuery>

/** One release that is revoked from then on, or (`revoked` false) is so no more. The last entry of a release counts. */
export const revocationEntry = z.object({
  seq: z.int().positive(),
  releaseId: idOf("release"),
  revoked: z.boolean(),
  cause: openEnum(revocationCauses),
  atMs: timestampMs,
})
export type RevocationEntry = z.infer<typeof revocationEntry>

/**
 * What a page of the feed says once its signature is checked. Whoever asks again after `nextAfter` misses nothing; a
 * page with `hasMore` never changes.
 */
export const revocationPage = z.object({
  issuer: z.string(),
  /** When it was signed; how old a page may be is the reader's rule. */
  issuedAtMs: timestampMs,
  after: z.int().nonnegative(),
  nextAfter: z.int().nonnegative(),
  hasMore: z.boolean(),
  entries: z.array(revocationEntry),
})
export type RevocationPage = z.infer<typeof revocationPage>

/**
 * Reply of `GET /v1/revocations`: a {@link revocationPage} as the payload of a compact JWS (RFC 7515), `alg` EdDSA, `typ`
 * `fp-revocations+jws`, `kid` one of the discovery document's `signingKeys`.
 */
export const signedRevocationPage = z.object({ jws: z.string() })
export type SignedRevocationPage = z.infer<typeof signedRevocationPage>

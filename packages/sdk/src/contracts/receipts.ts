import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { assetKinds } from "./listings.ts"
import { openEnum } from "./open-enum.ts"
import { provenance } from "./provenance.ts"

/**
 * What the registry signed when a release was published: that under its name this version of this listing has this
 * digest. It never changes, and says nothing of what became of the release since.
 */
export const receipt = z.object({
  issuer: z.string(),
  /** Counts up over all receipts of the registry, without a hole. */
  sequence: z.int().positive(),
  /** When it was signed: when the release was published, or later for one from before there were receipts. */
  issuedAtMs: timestampMs,
  state: openEnum(["published"]),
  listing: z.object({ listingId: idOf("listing"), slug: z.string(), assetKind: openEnum(assetKinds) }),
  release: z.object({
    releaseId: idOf("release"),
    version: z.string(),
    digest: z.string(),
    publishedAtMs: timestampMs,
  }),
  provenance: provenance.nullable(),
})
export type Receipt = z.infer<typeof receipt>

/**
 * Reply of `GET …/releases/{version}/receipt`: a {@link receipt} in canonical JSON as the payload of a compact JWS
 * (RFC 7515), `alg` EdDSA, `typ` `fp-receipt+jws`, `kid` one of the discovery document's `signingKeys`.
 */
export const signedReceipt = z.object({ jws: z.string() })
export type SignedReceipt = z.infer<typeof signedReceipt>

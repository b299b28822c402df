import type { InstallOutcome } from "./outcome.ts"
import { flag, id, nullable, object, type Read, text, texts, timestampMs } from "./shape.ts"

/**
 * What a token stands for, fixed at the moment of redemption: who wants which release of which listing, and where.
 * References only; nothing in it grants a permission, and every text in it was written by strangers (spec §4.3).
 */
export interface Redemption {
  installIntentId: string
  redemptionId: string
  redeemedAtMs: number
  buyer: { iss: string; sub: string }
  /** Opaque ids of this target, for instance `telespaceId`. */
  targetContext: Record<string, string>
  listing: {
    listingId: string
    slug: string
    assetKind: "whs_agent" | "agentromatic_workflow" | "spec_asset" | (string & {})
    name: string
    publisherId: string
  }
  release: {
    releaseId: string
    version: string
    /** `sha256:` and 64 hexadecimal digits over the release's immutable content. */
    digest: string
    /** Upstream ids by name, for instance `whsAgentId`. */
    refs: Record<string, string>
    compatibility: Record<string, string>
    artifact: { url: string; sha256: string } | null
  }
}

/** How things stand now; where a redemption is replayed this can differ from the day it was made. */
export interface Current {
  releaseStatus: "published" | "revoked" | (string & {})
  listingStatus: "draft" | "published" | "unlisted" | "suspended" | (string & {})
  outcome: InstallOutcome | (string & {}) | null
}

/** The reply of a redeem. */
export interface RedeemReply {
  redemption: Redemption
  current: Current
  replayed: boolean
}

const redemption = object<Redemption>({
  installIntentId: id("ins"),
  redemptionId: text,
  redeemedAtMs: timestampMs,
  buyer: object({ iss: text, sub: text }),
  targetContext: texts,
  listing: object({ listingId: id("lst"), slug: text, assetKind: text, name: text, publisherId: id("pub") }),
  release: object({
    releaseId: id("rel"),
    version: text,
    digest: text,
    refs: texts,
    compatibility: texts,
    artifact: nullable(object({ url: text, sha256: text })),
  }),
})

const current = object<Current>({ releaseStatus: text, listingStatus: text, outcome: nullable(text) })

/** Reads the reply of `POST /v1/install-intents/redeem`. */
export const readRedeemReply: Read<RedeemReply> = object<RedeemReply>({ redemption, current, replayed: flag })

import { createHash, randomUUID } from "node:crypto"
import type { Redemption, RedeemReply } from "../../redemption.ts"
import type { Subject } from "../../subject.ts"
import { isCredential } from "../../token.ts"
import { fields, optional, readBody, rules, text } from "./body.ts"
import type { Request } from "./handler.ts"
import { hashOf } from "./mint.ts"
import { RegistryRefusal } from "./problem.ts"
import { type Intent, intentOfToken, statusAt, type World } from "./records.ts"

const replayMs = 30 * 86_400_000
const attemptsMax = 5

const redeemBody = fields({
  token: rules.token,
  redemptionId: rules.redemptionId,
  subject: rules.subject,
  codeVerifier: optional(text(/^[0-9A-Za-z._~-]{43,128}$/, "must be 43 to 128 letters, digits or . _ ~ -")),
})

interface RedeemBody {
  token: string
  redemptionId: string
  subject: Subject
  codeVerifier?: string
}

/** `POST /v1/install-intents/redeem`: checks everything before it consumes, and repeats the answer to who asks again. */
export function redeem({ world, caller, body, headers }: Request): RedeemReply {
  const asked = readBody(body, redeemBody) as unknown as RedeemBody
  if (headers["idempotency-key"] !== undefined)
    throw new RegistryRefusal(
      "INVALID_REQUEST",
      "The redemptionId makes this request safe to repeat; send no other key.",
    )
  if (!isCredential("fpit", asked.token))
    throw new RegistryRefusal(
      "INSTALL_TOKEN_MALFORMED",
      "This is not an install token, or it was cut short or mistyped.",
    )
  const intent = intentOfToken(world, hashOf(asked.token))
  if (intent === undefined || intent.target !== caller.target)
    throw new RegistryRefusal("INSTALL_TOKEN_INVALID", "There is no such install token for this target.")
  const nowMs = world.clock.nowMs()
  if (intent.redemption) return replay(intent, intent.redemption, asked, nowMs)
  refuseClosed(intent, nowMs)
  if (!holdsVerifier(intent, asked))
    throw new RegistryRefusal(
      "CODE_VERIFIER_MISMATCH",
      "The codeVerifier is not that of the session which asked for this.",
    )
  if (!isBuyer(intent, asked.subject)) throw refuseStranger(intent)
  if (wasUsed(world, asked.redemptionId, caller.target.targetId))
    throw new RegistryRefusal("REDEMPTION_ID_REUSED", "This redemptionId was used for another install token.")
  return consume(intent, asked.redemptionId, nowMs)
}

/** Redeems for nobody who asked. @throws RegistryRefusal where it is not open. */
export function spend({ clock }: World, intent: Intent): RedeemReply {
  if (intent.redemption) throw new RegistryRefusal("INSTALL_TOKEN_REDEEMED", "This install token was already redeemed.")
  refuseClosed(intent, clock.nowMs())
  return consume(intent, randomUUID(), clock.nowMs())
}

function consume(intent: Intent, redemptionId: string, nowMs: number): RedeemReply {
  const redemption = redemptionOf(intent, redemptionId, nowMs)
  intent.status = "redeemed"
  intent.redemption = redemption
  return { redemption, current: currentOf(intent), replayed: false }
}

function replay(intent: Intent, redemption: Redemption, asked: RedeemBody, nowMs: number): RedeemReply {
  const isSame =
    redemption.redemptionId === asked.redemptionId && isBuyer(intent, asked.subject) && holdsVerifier(intent, asked)
  if (!isSame || nowMs - redemption.redeemedAtMs > replayMs)
    throw new RegistryRefusal("INSTALL_TOKEN_REDEEMED", "This install token was already redeemed.")
  return { redemption, current: currentOf(intent), replayed: true }
}

function refuseClosed(intent: Intent, nowMs: number): void {
  const status = statusAt(intent, nowMs)
  if (status === "expired") throw new RegistryRefusal("INSTALL_TOKEN_EXPIRED", "This install token has expired.")
  if (status === "canceled") throw new RegistryRefusal("INSTALL_INTENT_CANCELED", "This install was canceled.")
}

/** Five of them are too many. */
function refuseStranger(intent: Intent): RegistryRefusal {
  intent.failedAttempts += 1
  if (intent.failedAttempts >= attemptsMax) {
    intent.status = "canceled"
    intent.cancelReason = "too_many_attempts"
  }
  return new RegistryRefusal(
    "BUYER_MISMATCH",
    "The person signed in at the target is not the one who started this install.",
  )
}

const isBuyer = ({ target, buyer }: Intent, { iss, sub }: Subject): boolean =>
  !target.requireBuyerMatch || (buyer.iss === iss && buyer.sub === sub)

/** A verifier is needed where the target asked for the install, and wrong where it did not. */
function holdsVerifier({ handoff }: Intent, { codeVerifier }: RedeemBody): boolean {
  if (handoff === null || codeVerifier === undefined) return handoff === null && codeVerifier === undefined
  return createHash("sha256").update(codeVerifier).digest("base64url") === handoff.codeChallenge
}

const wasUsed = ({ intents }: World, redemptionId: string, targetId: string): boolean =>
  [...intents.values()].some(
    ({ target, redemption }) => target.targetId === targetId && redemption?.redemptionId === redemptionId,
  )

const currentOf = ({ release, outcome }: Intent) => ({
  releaseStatus: release.status,
  listingStatus: release.listing.status,
  outcome,
})

function redemptionOf({ installIntentId, buyer, targetContext, release }: Intent, redemptionId: string, nowMs: number) {
  const { listing, releaseId, version, digest, refs, compatibility } = release
  const { listingId, slug, assetKind, name, publisher } = listing
  return {
    installIntentId,
    redemptionId,
    redeemedAtMs: nowMs,
    buyer,
    targetContext,
    listing: { listingId, slug, assetKind, name, publisherId: publisher.publisherId },
    release: { releaseId, version, digest, refs, compatibility, artifact: null },
  }
}

import { limits, type Redemption, type RedemptionCurrent, type Subject } from "@fleetprompt/sdk/contracts"
import type { AuditAction } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import { isPublic } from "../listings/listing.ts"
import { dayOf } from "../metrics/metric.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import type { TargetPrincipal } from "../targets/target.ts"
import { type InstallView, statusAt } from "./intent.ts"
import { publisherLocked } from "./require-installable.ts"
import { parseInstallToken, unknownToken } from "./parse-token.ts"

export interface RedeemInstall {
  readonly caller: TargetPrincipal
  readonly requestId: string
  readonly token: string
  /** Chosen by the target and kept before its first call; it makes asking again safe. */
  readonly redemptionId: string
  /** Who is signed in at the target. */
  readonly subject: Subject
  /** What the target's session kept, where the target itself asked for this install. */
  readonly codeVerifier: string | undefined
}

export interface Redeemed {
  readonly redemption: Redemption
  readonly current: RedemptionCurrent
  readonly replayed: boolean
}

/**
 * Spends an install token, or repeats the answer to the one who spent it. Everything is checked before the token is
 * touched, so a refused request burns nothing; the database's row count decides who was first (guides: redeem).
 * @throws Refusal INSTALL_TOKEN_MALFORMED, INSTALL_TOKEN_INVALID (unknown, or another target's), INSTALL_TOKEN_EXPIRED,
 *   INSTALL_INTENT_CANCELED, INSTALL_TOKEN_REDEEMED, CODE_VERIFIER_MISMATCH, BUYER_MISMATCH, RELEASE_NOT_INSTALLABLE,
 *   PUBLISHER_LOCKED, REDEMPTION_ID_REUSED.
 */
export async function redeemInstall(context: AppContext, command: RedeemInstall): Promise<Redeemed> {
  const tokenHash = context.secrets.hash(parseInstallToken(command.token))
  let installIntentId = ""
  const outcome = await context.store.transaction(async (tx): Promise<Redeemed | Refusal> => {
    const intent = await tx.installs.lockByTokenHash(tokenHash)
    installIntentId = intent?.installIntentId ?? ""
    if (intent === undefined || intent.targetId !== command.caller.target.targetId) return unknownToken()
    if (intent.status === "redeemed") return replay(context, intent, command)
    // Looked at once: a token whose time ran out between two looks would be called redeemed.
    const nowMs = context.nowMs()
    const closed = refuseClosed(intent, nowMs)
    if (closed) return closed
    if (!isAsker(context, intent, command.codeVerifier)) {
      return new Refusal("CODE_VERIFIER_MISMATCH", "The codeVerifier is not that of the session which asked for this.")
    }
    if (!isBuyer(intent, command.subject)) return await refuseStranger(context, tx, intent, command)
    return await spend(context, tx, intent, command, nowMs)
  })
  // Also after a mismatch, which may have been one too many.
  context.installWaits.wake(installIntentId)
  // A mismatch is counted in the same transaction, which therefore has to commit; the refusal leaves it as a value.
  if (outcome instanceof Refusal) throw outcome
  return outcome
}

function replay(context: AppContext, intent: InstallView, command: RedeemInstall): Redeemed | Refusal {
  const { redemption, redeemedAtMs } = intent
  const inWindow = redeemedAtMs !== null && context.nowMs() - redeemedAtMs <= limits.redemptionReplayMs
  const same =
    intent.redemptionId === command.redemptionId &&
    isBuyer(intent, command.subject) &&
    isAsker(context, intent, command.codeVerifier)
  if (redemption === null || !same || !inWindow) {
    return new Refusal("INSTALL_TOKEN_REDEEMED", "This install token was already redeemed.")
  }
  return { redemption, current: currentOf(intent), replayed: true }
}

function refuseClosed(intent: InstallView, nowMs: number): Refusal | undefined {
  const status = statusAt(intent, nowMs)
  if (status === "expired") return new Refusal("INSTALL_TOKEN_EXPIRED", "This install token has expired.")
  if (status === "canceled") return new Refusal("INSTALL_INTENT_CANCELED", "This install was canceled.")
  if (intent.release.status !== "published") return new Refusal("RELEASE_NOT_INSTALLABLE", "The release was revoked.")
  if (!isPublic(intent.listing.status))
    return new Refusal("RELEASE_NOT_INSTALLABLE", "The listing is not public any more.")
  return intent.listing.publisherLockedAtMs === null ? undefined : publisherLocked()
}

/**
 * Whether it is the session that asked for this install (RFC 7636 §4.6). One that was started here has no challenge,
 * and a verifier for it would be somebody's mistake.
 */
function isAsker(context: AppContext, { codeChallenge }: InstallView, codeVerifier: string | undefined): boolean {
  if (codeChallenge === null || codeVerifier === undefined) return codeChallenge === null && codeVerifier === undefined
  const challenge = Buffer.from(context.secrets.hash(codeVerifier), "hex").toString("base64url")
  return context.secrets.equal(challenge, codeChallenge)
}

/** The subject signed in at the target must be the buyer, or a stranger's link could install into a victim's account. */
const isBuyer = (intent: InstallView, subject: Subject): boolean =>
  !intent.requireBuyerMatch || (intent.buyer.iss === subject.iss && intent.buyer.sub === subject.sub)

async function refuseStranger(
  context: AppContext,
  tx: Transaction,
  intent: InstallView,
  command: RedeemInstall,
): Promise<Refusal> {
  const attempts = await tx.installs.countFailedAttempt(intent.installIntentId)
  await note(context, tx, "install.buyer_mismatch", intent, command, { attempts })
  if (attempts >= limits.installIntentAttemptsMax) {
    await tx.installs.cancel(intent.installIntentId, "too_many_attempts")
    await note(context, tx, "install.canceled", intent, command, { reason: "too_many_attempts" })
  }
  return new Refusal("BUYER_MISMATCH", "The person signed in at the target is not the one who started this install.")
}

async function spend(
  context: AppContext,
  tx: Transaction,
  intent: InstallView,
  command: RedeemInstall,
  nowMs: number,
): Promise<Redeemed | Refusal> {
  const { installIntentId, tokenHash, targetId } = intent
  const { redemptionId } = command
  if (await tx.installs.findByRedemption(targetId, redemptionId)) {
    return new Refusal("REDEMPTION_ID_REUSED", "This redemptionId was used for another install token.")
  }
  const redemption = redemptionOf(intent, redemptionId, nowMs)
  if (!(await tx.installs.spend({ installIntentId, tokenHash, targetId, redemptionId, redemption, nowMs }))) {
    return new Refusal("INSTALL_TOKEN_REDEEMED", "This install token was already redeemed.")
  }
  await note(context, tx, "install.redeemed", intent, command, { targetId })
  const { listingId, buyerUserId } = intent
  await tx.listings.countInstall({ installIntentId, listingId, buyerUserId, targetId })
  await tx.metrics.add({ listingId, dayAtMs: dayOf(nowMs), counter: "redemption", count: 1 })
  return { redemption, current: currentOf(intent), replayed: false }
}

const note = (
  context: AppContext,
  tx: Transaction,
  action: AuditAction,
  intent: InstallView,
  command: RedeemInstall,
  details: Record<string, string | number>,
): Promise<void> =>
  tx.audit.append({
    action,
    actor: actorOf(command.caller, command.requestId),
    subjectId: intent.installIntentId,
    atMs: context.nowMs(),
    details,
  })

const currentOf = (intent: InstallView): RedemptionCurrent => ({
  releaseStatus: intent.release.status,
  listingStatus: intent.listing.status,
  outcome: intent.outcome,
})

const redemptionOf = (intent: InstallView, redemptionId: string, nowMs: number): Redemption => ({
  installIntentId: intent.installIntentId,
  redemptionId,
  redeemedAtMs: nowMs,
  buyer: intent.buyer,
  targetContext: { ...intent.targetContext },
  listing: {
    listingId: intent.listingId,
    slug: intent.listing.slug,
    assetKind: intent.listing.assetKind,
    name: intent.listing.name,
    publisherId: intent.listing.publisherId,
  },
  release: {
    releaseId: intent.releaseId,
    version: intent.release.version,
    digest: intent.release.digest,
    refs: intent.release.refs,
    compatibility: intent.release.compatibility,
    artifact: intent.release.artifact,
  },
})

import type { Subject } from "../../subject.ts"
import { hashOf, newCredential, newId } from "./mint.ts"
import { RegistryRefusal } from "./problem.ts"
import { type Handoff, type Intent, statusAt, type Target, type World } from "./records.ts"
import { publish, type ReleaseDescription } from "./shelf.ts"

const ttlMsDefault = 900_000
const lifeMsMax = 86_400_000
const issuesMax = 5

/** What a buyer wants installed, and where. A release that is not there is published first. */
export interface Wish extends ReleaseDescription {
  readonly target: Target
  readonly buyer: Subject
  readonly targetContext?: Record<string, string> | undefined
  /** How long the token lives. Default: 15 minutes. */
  readonly ttlMs?: number | undefined
  /** Where the target asked for it. */
  readonly handoffId?: string | undefined
}

/** An install with its token, as its buyer gets it. */
export interface IssuedInstall {
  readonly installIntentId: string
  readonly token: string
  /** The target's landing page with the token in its fragment. */
  readonly link: string
  readonly expiresAtMs: number
}

/**
 * Starts an install.
 * @throws RegistryRefusal RELEASE_NOT_INSTALLABLE, TARGET_DISABLED, NOT_FOUND for a handoff that is used, over or another target's.
 */
export function issue(world: World, wish: Wish): IssuedInstall {
  const release = publish(world, wish)
  const { target, buyer, targetContext = {}, ttlMs = ttlMsDefault, handoffId } = wish
  if (release.status !== "published" || release.listing.status !== "published")
    throw new RegistryRefusal("RELEASE_NOT_INSTALLABLE", `Version ${release.version} cannot be installed.`)
  if (target.disabled) throw new RegistryRefusal("TARGET_DISABLED", "The target is disabled.")
  const handoff = handoffId === undefined ? null : useHandoff(world, handoffId, target)
  const createdAtMs = world.clock.nowMs()
  const intent: Intent = {
    installIntentId: newId("ins"),
    buyer,
    release,
    target,
    targetContext: handoff?.targetContext ?? targetContext,
    handoff,
    createdAtMs,
    status: "token_issued",
    tokenHash: "",
    tokenIssues: 0,
    expiresAtMs: createdAtMs,
    failedAttempts: 0,
    cancelReason: null,
    redemption: null,
    outcome: null,
    outcomeCode: null,
    outcomeAtMs: null,
    targetInstallRef: null,
  }
  world.intents.set(intent.installIntentId, intent)
  return issueToken(world, intent, ttlMs)
}

/**
 * Issues another token for an install; the one before is dead at once.
 * @throws RegistryRefusal where the install is over, or five were issued.
 */
export function reissue(world: World, intent: Intent, ttlMs: number = ttlMsDefault): IssuedInstall {
  const status = statusAt(intent, world.clock.nowMs())
  if (status === "redeemed")
    throw new RegistryRefusal("INSTALL_TOKEN_REDEEMED", "This install token was already redeemed.")
  if (status === "canceled") throw new RegistryRefusal("INSTALL_INTENT_CANCELED", "This install was canceled.")
  if (status === "expired") throw new RegistryRefusal("INSTALL_TOKEN_EXPIRED", "This install token has expired.")
  if (intent.tokenIssues >= issuesMax)
    throw new RegistryRefusal(
      "TOKEN_ISSUE_LIMIT_REACHED",
      `No more than ${issuesMax} tokens are issued for one install.`,
    )
  return issueToken(world, intent, ttlMs)
}

function issueToken(world: World, intent: Intent, ttlMs: number): IssuedInstall {
  const token = newCredential("fpit")
  intent.tokenHash = hashOf(token)
  intent.tokenIssues += 1
  intent.expiresAtMs = Math.min(world.clock.nowMs() + ttlMs, intent.createdAtMs + lifeMsMax)
  const { installIntentId, expiresAtMs, target, handoff } = intent
  const state = handoff?.state ?? null
  const fragment = new URLSearchParams({
    fp_token: token,
    fp_intent: installIntentId,
    fp_iss: world.url,
    ...(state === null ? {} : { fp_state: state }),
  })
  return { installIntentId, token, link: `${target.landingUrl}#${fragment.toString()}`, expiresAtMs }
}

/** Cancels an install that is still open; one that is not stays as it is. */
export function cancel(world: World, intent: Intent): void {
  if (statusAt(intent, world.clock.nowMs()) !== "token_issued") return
  intent.status = "canceled"
  intent.cancelReason = "buyer"
}

function useHandoff(world: World, handoffId: string, target: Target): Handoff {
  const handoff = world.handoffs.get(handoffId)
  const isGood = handoff?.target === target && !handoff.used && world.clock.nowMs() < handoff.expiresAtMs
  if (!handoff || !isGood) throw new RegistryRefusal("NOT_FOUND", "There is no such handoff.")
  handoff.used = true
  return handoff
}

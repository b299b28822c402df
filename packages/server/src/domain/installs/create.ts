import { limits, splitSlug, type TargetContext } from "@fleetprompt/sdk/contracts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import type { Handoff } from "../handoffs/handoff.ts"
import { requireAnswered, takeHandoff } from "../handoffs/take.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import type { Listing } from "../listings/listing.ts"
import { dayOf } from "../metrics/metric.ts"
import { notFound } from "../refusal.ts"
import type { Release } from "../releases/release.ts"
import type { Transaction } from "../store.ts"
import { findTarget } from "../targets/find.ts"
import type { Target } from "../targets/target.ts"
import { holdBuyer } from "./hold-buyer.ts"
import type { InstallIntent, InstallView } from "./intent.ts"
import { type Installable, requireCompatible, requireInstallable } from "./require-installable.ts"
import { installTokenOf } from "./token.ts"
import { viewOf } from "./view.ts"

export interface CreateInstall {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly claim: IdempotencyClaim
  readonly listing: string
  /** Undefined for the latest release, or the one the handoff names. */
  readonly version: string | undefined
  readonly target: string
  readonly targetContext: TargetContext
  readonly ttlMs: number | undefined
  readonly issueToken: boolean
  /** The handoff this install answers. */
  readonly handoff: string | undefined
}

/**
 * Flow D: records that a buyer wants a release in a target, and unless told otherwise issues the token the target will
 * redeem. It grants nothing: the target applies its own rules (§4.2). What is returned holds no token: that is derived
 * again for every reply and stored in none.
 *
 * Buyer, listing and target are held until the commit. So whoever locks, revokes, suspends or disables one of them
 * either is seen here, or sees this intent and cancels it.
 * @throws Refusal NOT_FOUND for a listing, release, target or handoff that is not there for this buyer,
 *   RELEASE_NOT_INSTALLABLE, TARGET_INCOMPATIBLE, PUBLISHER_LOCKED, ACCOUNT_LOCKED, VALIDATION_FAILED for what the
 *   handoff does not ask for, SECRET_DETECTED.
 */
export async function createInstall(context: AppContext, command: CreateInstall): Promise<Once<InstallView>> {
  await refuseSecrets({ targetContext: command.targetContext })
  return await context.store.transaction((tx) =>
    once(context, tx, command.claim, async () => {
      await holdBuyer(tx, command.caller)
      const handoff = command.handoff === undefined ? undefined : await takeHandoff(context, tx, command.handoff)
      const wanted = handoff === undefined ? command : requireAnswered(handoff, command)
      const listing = await holdListing(tx, wanted.listing)
      const release = await findRelease(tx, listing, wanted.version)
      const target = await holdTarget(tx, command.target)
      if (handoff !== undefined && handoff.targetId !== target.targetId) throw notFound("handoff")
      const install = { listing, release, target }
      requireInstallable(install)
      if (command.issueToken) requireCompatible(install)
      const intent = newIntent(context, command, install, handoff)
      await tx.installs.insert(intent)
      await tx.audit.append({
        action: command.issueToken ? "install.token_issued" : "install.created",
        actor: actorOf(command.caller, command.requestId),
        subjectId: intent.installIntentId,
        atMs: intent.createdAtMs,
        details: {
          releaseId: release.releaseId,
          targetId: target.targetId,
          handoffId: intent.handoffId,
          expiresAtMs: intent.expiresAtMs,
        },
      })
      const { listingId, createdAtMs } = intent
      await tx.metrics.add({ listingId, dayAtMs: dayOf(createdAtMs), counter: "install_intent", count: 1 })
      return viewOf(intent, install)
    }),
  )
}

async function holdListing(tx: Transaction, slug: string): Promise<Listing> {
  const { publisher, name } = splitSlug(slug)
  const listing = await tx.listings.holdBySlug(publisher, name)
  if (listing === undefined) throw notFound("listing")
  return listing
}

async function findRelease(tx: Transaction, listing: Listing, version: string | undefined): Promise<Release> {
  const wanted = version ?? listing.latestVersion
  const release = wanted === null ? undefined : await tx.releases.findByVersion(listing.listingId, wanted)
  if (release === undefined) throw notFound("release")
  return release
}

async function holdTarget(tx: Transaction, name: string): Promise<Target> {
  const named = await findTarget(tx.targets, name)
  const target = named && (await tx.targets.hold(named.targetId))
  if (target === undefined) throw notFound("target")
  return target
}

function newIntent(
  context: AppContext,
  command: CreateInstall,
  { release, target }: Installable,
  handoff: Handoff | undefined,
): InstallIntent {
  const installIntentId = context.newId("installIntent")
  const tokenIssue = command.issueToken ? 1 : 0
  const nowMs = context.nowMs()
  const tokenTtlMs = Math.min(command.ttlMs ?? limits.installTokenTtlMsDefault, target.tokenTtlMsMax)
  return {
    installIntentId,
    buyerUserId: command.caller.user.userId,
    buyer: { iss: command.caller.user.iss, sub: command.caller.user.sub },
    listingId: release.listingId,
    releaseId: release.releaseId,
    targetId: target.targetId,
    targetContext: handoff?.targetContext ?? command.targetContext,
    requireBuyerMatch: target.requireBuyerMatch,
    status: command.issueToken ? "token_issued" : "created",
    cancelReason: null,
    tokenIssue,
    tokenHash: context.secrets.hash(installTokenOf(context, { installIntentId, tokenIssue })),
    failedAttempts: 0,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + (command.issueToken ? tokenTtlMs : limits.installIntentTtlMs),
    redeemedAtMs: null,
    redemptionId: null,
    redemption: null,
    outcome: null,
    outcomeCode: null,
    outcomeAtMs: null,
    targetInstallRef: null,
    handoffId: handoff?.handoffId ?? null,
    handoffState: handoff?.state ?? null,
    codeChallenge: handoff?.codeChallenge ?? null,
  }
}

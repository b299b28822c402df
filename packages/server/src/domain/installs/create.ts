import { limits, splitSlug, type TargetContext } from "@fleetprompt/sdk/contracts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { isPublic, type Listing, slugOf } from "../listings/listing.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { Release } from "../releases/release.ts"
import type { Transaction } from "../store.ts"
import type { Target } from "../targets/target.ts"
import type { InstallIntent, InstallView } from "./intent.ts"
import { installTokenOf } from "./token.ts"

export interface CreateInstall {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly claim: IdempotencyClaim
  readonly listing: string
  /** Undefined for the latest release. */
  readonly version: string | undefined
  readonly target: string
  readonly targetContext: TargetContext
  readonly ttlMs: number | undefined
}

/** What a create answers, minus the token: that is derived again for every reply and stored in none. */
export interface CreatedInstall {
  readonly intent: InstallView
  readonly landingUrl: string
}

/**
 * Flow D: records that a buyer wants a release in a target, and issues the token the target will redeem.
 * It grants nothing: the target applies its own rules (§4.2).
 * @throws Refusal NOT_FOUND for a listing, release or target that is not there for this buyer,
 *   RELEASE_NOT_INSTALLABLE for a revoked release or a target that does not take the kind, SECRET_DETECTED.
 */
export async function createInstall(context: AppContext, command: CreateInstall): Promise<Once<CreatedInstall>> {
  await refuseSecrets({ targetContext: command.targetContext })
  return await context.store.transaction((tx) =>
    once(context, tx, command.claim, async () => {
      const listing = await findListing(tx, command.listing)
      const release = await findRelease(tx, listing, command.version)
      const target = await findTarget(tx, command.target, listing)
      const intent = newIntent(context, command, release, target)
      await tx.installs.insert(intent)
      await tx.audit.append({
        action: "install.token_issued",
        actor: actorOf(command.caller, command.requestId),
        subjectId: intent.installIntentId,
        atMs: intent.createdAtMs,
        details: { releaseId: release.releaseId, targetId: target.targetId, expiresAtMs: intent.expiresAtMs },
      })
      return { intent: viewOf(intent, listing, release, target), landingUrl: target.landingUrl }
    }),
  )
}

async function findListing(tx: Transaction, slug: string): Promise<Listing> {
  const { publisher, name } = splitSlug(slug)
  const listing = await tx.listings.findBySlug(publisher, name)
  if (listing === undefined || !isPublic(listing.status)) throw notFound("listing")
  return listing
}

async function findRelease(tx: Transaction, listing: Listing, version: string | undefined): Promise<Release> {
  const wanted = version ?? listing.latestVersion
  const release = wanted === null ? undefined : await tx.releases.findByVersion(listing.listingId, wanted)
  if (release === undefined) throw notFound("release")
  if (release.status !== "published")
    throw new Refusal("RELEASE_NOT_INSTALLABLE", `Version ${release.version} was revoked.`)
  return release
}

async function findTarget(tx: Transaction, name: string, listing: Listing): Promise<Target> {
  const target = await tx.targets.findByName(name)
  if (target === undefined || target.disabledAtMs !== null) throw notFound("target")
  if (!target.assetKinds.includes(listing.assetKind)) {
    throw new Refusal(
      "RELEASE_NOT_INSTALLABLE",
      `The target ${target.name} does not take assets of kind ${listing.assetKind}.`,
    )
  }
  return target
}

function newIntent(context: AppContext, command: CreateInstall, release: Release, target: Target): InstallIntent {
  const installIntentId = context.newId("installIntent")
  const tokenIssue = 1
  const nowMs = context.nowMs()
  const ttlMs = Math.min(command.ttlMs ?? limits.installTokenTtlMsDefault, target.tokenTtlMsMax)
  return {
    installIntentId,
    buyerUserId: command.caller.user.userId,
    buyer: { iss: command.caller.user.iss, sub: command.caller.user.sub },
    listingId: release.listingId,
    releaseId: release.releaseId,
    targetId: target.targetId,
    targetContext: command.targetContext,
    requireBuyerMatch: target.requireBuyerMatch,
    status: "token_issued",
    cancelReason: null,
    tokenIssue,
    tokenHash: context.secrets.hash(installTokenOf(context, { installIntentId, tokenIssue })),
    failedAttempts: 0,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + ttlMs,
    redeemedAtMs: null,
    redemptionId: null,
    redemption: null,
    outcome: null,
    outcomeCode: null,
    outcomeAtMs: null,
  }
}

function viewOf(intent: InstallIntent, listing: Listing, release: Release, target: Target): InstallView {
  return {
    ...intent,
    listing: {
      slug: slugOf(listing),
      name: listing.name,
      assetKind: listing.assetKind,
      status: listing.status,
      publisherId: listing.publisher.publisherId,
      publisherHandle: listing.publisher.handle,
      publisherDisplayName: listing.publisher.displayName,
      publisherVerifiedAtMs: listing.publisher.verifiedAtMs,
    },
    release: {
      version: release.version,
      digest: release.digest,
      status: release.status,
      refs: { ...release.refs },
      compatibility: { ...release.compatibility },
      artifact: release.artifact,
    },
    target: { name: target.name, targetSystem: target.targetSystem },
  }
}

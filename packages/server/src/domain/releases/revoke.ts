import type { RevocationReason } from "@fleetprompt/sdk/contracts"
import { recordReleaseChange } from "../changes/record.ts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import type { Listing } from "../listings/listing.ts"
import { lockOwnListing } from "../listings/own.ts"
import { notFound, Refusal } from "../refusal.ts"
import { recordRevocation } from "../revocations/record.ts"
import type { Transaction } from "../store.ts"
import { latestOf } from "./latest.ts"
import type { Release } from "./release.ts"

export interface RevokeRelease {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
  readonly version: string
  readonly reason: RevocationReason
  readonly note: string | null
}

export interface RevokedRelease {
  readonly result: "revoked" | "unchanged"
  readonly release: Release
  readonly listing: Listing
}

/**
 * Takes a release back for good: it stays readable, can no longer be installed, and installs that are still open are
 * canceled with it. The listing offers the best release that is left, or none. The same reason again is no change.
 * @throws Refusal NOT_FOUND, SECRET_DETECTED, INVALID_STATE_TRANSITION for a release that was revoked for another reason.
 */
export async function revokeRelease(context: AppContext, command: RevokeRelease): Promise<RevokedRelease> {
  const { reason, note } = command
  await refuseSecrets({ note })
  return await context.store.transaction(async (tx) => {
    const listing = await lockOwnListing(tx, command.caller, command.slug, "release.revoke")
    const release = await tx.releases.findByVersion(listing.listingId, command.version)
    if (release === undefined) throw notFound("release")
    if (release.revocation?.reason === reason) return { result: "unchanged", release, listing }
    if (release.revocation !== null) {
      throw new Refusal("INVALID_STATE_TRANSITION", `Version ${release.version} was revoked for another reason.`)
    }
    const revocation = { reason, note, atMs: context.nowMs() }
    if (!(await tx.releases.revoke(release.releaseId, revocation))) throw new Error("A locked release was revoked.")
    const updated = await lowerLatest(tx, listing, release, revocation.atMs)
    await cancelInstalls(tx, command, release, revocation.atMs)
    await recordRevocation(tx, updated, release.releaseId, revocation.atMs)
    await recordReleaseChange(tx, "release.revoked", updated, release.version, revocation.atMs)
    await tx.audit.append({
      action: "release.revoked",
      actor: actorOf(command.caller, command.requestId),
      subjectId: release.releaseId,
      atMs: revocation.atMs,
      details: { listingId: listing.listingId, version: release.version, reason, latest: updated.latestVersion },
    })
    return { result: "revoked", release: { ...release, status: "revoked", revocation }, listing: updated }
  })
}

async function lowerLatest(tx: Transaction, listing: Listing, revoked: Release, nowMs: number): Promise<Listing> {
  const wasLatest = listing.latestReleaseId === revoked.releaseId
  const latest = wasLatest ? latestOf(await tx.releases.liveVersions(listing.listingId)) : undefined
  const updated: Listing = {
    ...listing,
    ...(wasLatest ? { latestReleaseId: latest?.releaseId ?? null, latestVersion: latest?.version ?? null } : {}),
    rowVersion: listing.rowVersion + 1,
    updatedAtMs: nowMs,
  }
  if (!(await tx.listings.update(updated, listing.rowVersion))) throw new Error("A locked listing was changed.")
  return updated
}

async function cancelInstalls(tx: Transaction, command: RevokeRelease, release: Release, atMs: number): Promise<void> {
  const actor = actorOf(command.caller, command.requestId)
  const reason = "release_revoked"
  for (const subjectId of await tx.installs.cancelOpenOfRelease(release.releaseId, reason, atMs)) {
    await tx.audit.append({ action: "install.canceled", actor, subjectId, atMs, details: { reason } })
  }
}

import { differingFields, referenceIssues, releaseDigestText, type ReleaseContent } from "@fleetprompt/sdk/contracts"
import { recordReleaseChange } from "../changes/record.ts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { actorOf } from "../identity/actor.ts"
import type { Listing } from "../listings/listing.ts"
import { lockPublishedListing } from "../listings/own.ts"
import { Refusal } from "../refusal.ts"
import { issueReceipt } from "../receipts/issue.ts"
import type { Transaction } from "../store.ts"
import type { Publishing } from "../trusted-publishing/may.ts"
import { provenanceOf, requireOwnRelease } from "../trusted-publishing/release.ts"
import { outranks } from "./latest.ts"
import type { Release } from "./release.ts"

export interface PublishRelease {
  readonly caller: Publishing
  readonly requestId: string
  readonly claim: IdempotencyClaim
  readonly slug: string
  readonly content: ReleaseContent
}

export interface PublishedRelease {
  readonly result: "created" | "unchanged"
  readonly release: Release
  readonly listing: Listing
}

/**
 * Flow C, as desired state: appends an immutable release, or finds that this very content is already there.
 * @throws Refusal NOT_FOUND, TRUSTED_PUBLISHING_REQUIRED, RELEASE_NOT_ALLOWED and DIGEST_MISMATCH for a run, SECRET_DETECTED, VALIDATION_FAILED for references foreign to the kind, VERSION_EXISTS naming the
 *   fields in which the published content differs.
 */
export async function publishRelease(context: AppContext, command: PublishRelease): Promise<Once<PublishedRelease>> {
  await refuseSecrets(command.content)
  return await context.store.transaction((tx) =>
    once(context, tx, command.claim, async () => {
      const listing = await lockPublishedListing(context, tx, command.caller, command.slug, "release.publish")
      if (listing.status === "suspended") {
        throw new Refusal("INVALID_STATE_TRANSITION", "A suspended listing takes no releases.")
      }
      refuseForeignReferences(listing, command.content)
      const release = newRelease(context, listing, command)
      await requireOwnRelease(tx, command.caller, listing, release)
      if (!(await tx.releases.insert(release))) return await settleExisting(tx, listing, release)
      const nowMs = release.publishedAtMs
      await tx.audit.append({
        action: "release.published",
        actor: actorOf(command.caller, command.requestId),
        subjectId: release.releaseId,
        atMs: nowMs,
        details: { listingId: listing.listingId, version: release.version, digest: release.digest },
      })
      const raised = await raiseLatest(tx, listing, release, nowMs)
      await recordReleaseChange(tx, "release.published", raised, release.version, nowMs)
      await issueReceipt(context, tx, raised, release, nowMs)
      return { result: "created", release, listing: raised }
    }),
  )
}

/** @throws Refusal VALIDATION_FAILED for references that are foreign to the kind, or missing. */
export function refuseForeignReferences(listing: Listing, content: ReleaseContent): void {
  const issues = referenceIssues(listing.assetKind, content)
  if (issues.length === 0) return
  throw new Refusal(
    "VALIDATION_FAILED",
    `The references do not fit a listing of kind ${listing.assetKind}.`,
    issues.map((issue) => ({ ...issue, code: "reference" })),
  )
}

function newRelease(context: AppContext, listing: Listing, { caller, content }: PublishRelease): Release {
  return {
    ...content,
    releaseId: context.newId("release"),
    listingId: listing.listingId,
    status: "published",
    digest: digestOf(context, listing, content),
    publishedAtMs: context.nowMs(),
    revocation: null,
    provenance: provenanceOf(caller),
  }
}

/** Hashed in step: WebCrypto would leave the transaction waiting for another thread. */
export const digestOf = (context: AppContext, { assetKind }: Listing, content: ReleaseContent): string =>
  `sha256:${context.secrets.hash(releaseDigestText(assetKind, content))}`

/** The version is there already: the same content is fine, other content is the caller's mistake. */
async function settleExisting(tx: Transaction, listing: Listing, offered: Release): Promise<PublishedRelease> {
  const published = await tx.releases.findByVersion(listing.listingId, offered.version)
  if (published === undefined) throw new Error("A release that could not be inserted could not be found either.")
  if (published.digest === offered.digest) return { result: "unchanged", release: published, listing }
  throw versionExists(published, offered)
}

/** Names the fields in which the published content differs from what was offered. */
export const versionExists = (published: ReleaseContent, offered: ReleaseContent): Refusal =>
  new Refusal(
    "VERSION_EXISTS",
    `Version ${offered.version} was already published with other content.`,
    differingFields(published, offered).map((pointer) => ({
      pointer,
      code: "differs",
      message: "differs from the published release",
    })),
  )

/** A new release becomes the latest where it goes before the one that was ({@link outranks}). */
async function raiseLatest(tx: Transaction, listing: Listing, release: Release, nowMs: number): Promise<Listing> {
  const isLatest = listing.latestVersion === null || outranks(release.version, listing.latestVersion)
  const updated: Listing = {
    ...listing,
    latestReleaseId: isLatest ? release.releaseId : listing.latestReleaseId,
    latestVersion: isLatest ? release.version : listing.latestVersion,
    rowVersion: listing.rowVersion + 1,
    updatedAtMs: nowMs,
  }
  if (!(await tx.listings.update(updated, listing.rowVersion))) throw new Error("A locked listing was changed.")
  return updated
}

import { splitSlug, type AssetKind } from "@fleetprompt/sdk/contracts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { actorOf } from "../identity/actor.ts"
import { requireRole, requireUnlocked } from "../publishers/permissions.ts"
import type { PublisherName } from "../publishers/publisher.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { type Publishing, requireLiveRun, requireOwnSlug } from "../trusted-publishing/may.ts"
import { requireAllowedListing } from "./allow.ts"
import type { Listing, ListingContent } from "./listing.ts"

export interface CreateListing {
  readonly caller: Publishing
  readonly requestId: string
  readonly claim: IdempotencyClaim
  readonly slug: string
  readonly assetKind: AssetKind
  readonly content: ListingContent
}

/**
 * Flow B: a new draft under a publisher the caller is a member of, or by the run of a pending trusted publisher.
 * @throws Refusal NOT_FOUND for a publisher that is not theirs, PUBLISHER_LOCKED, SECRET_DETECTED, SLUG_TAKEN.
 */
export async function createListing(context: AppContext, command: CreateListing): Promise<Once<Listing>> {
  if (command.caller.kind === "ci") requireOwnSlug(command.caller, command.slug)
  else requireAllowedListing(command.caller, "")
  await refuseSecrets(command.content)
  const { publisher: handle, name: slugName } = splitSlug(command.slug)
  return await context.store.transaction((tx) =>
    once(context, tx, command.claim, async () => {
      const publisher = await publisherFor(context, tx, command)
      const nowMs = context.nowMs()
      const listing: Listing = {
        ...command.content,
        listingId: context.newId("listing"),
        publisher,
        slugName,
        assetKind: command.assetKind,
        status: "draft",
        images: [],
        latestReleaseId: null,
        latestVersion: null,
        firstPublishedAtMs: null,
        deprecation: null,
        rowVersion: 1,
        installs: 0,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
      }
      if (!(await tx.listings.insert(listing))) {
        throw new Refusal("SLUG_TAKEN", `${handle} already has a listing named ${slugName}.`)
      }
      await tx.audit.append({
        action: "listing.created",
        actor: actorOf(command.caller, command.requestId),
        subjectId: listing.listingId,
        atMs: nowMs,
        details: { slug: command.slug, assetKind: listing.assetKind },
      })
      return listing
    }),
  )
}

async function publisherFor(
  context: AppContext,
  tx: Transaction,
  { caller, slug }: CreateListing,
): Promise<PublisherName> {
  const publisher = await tx.publishers.findByHandle(splitSlug(slug).publisher)
  if (publisher === undefined) throw notFound("publisher")
  const { publisherId } = publisher
  if (caller.kind === "ci") await requireLiveRun(context, tx, caller, { slug, publisherId })
  else {
    const role = await tx.publishers.roleOf(publisherId, caller.user.userId)
    if (role === undefined) throw notFound("publisher")
    requireRole(role, "listing.create")
  }
  requireUnlocked(publisher)
  return publisher
}

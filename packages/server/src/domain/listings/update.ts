import { canonicalJson } from "@fleetprompt/sdk/contracts"
import { recordListingChange } from "../changes/record.ts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { Publishing } from "../trusted-publishing/may.ts"
import { Refusal } from "../refusal.ts"
import type { Listing, ListingContent } from "./listing.ts"
import { lockPublishedListing } from "./own.ts"

export interface UpdateListing {
  readonly caller: Publishing
  readonly requestId: string
  readonly slug: string
  /** The row version the caller read and changed. */
  readonly expectedRowVersion: number
  readonly patch: Partial<ListingContent>
}

/**
 * Changes the named fields. A patch that changes nothing writes nothing and keeps the ETag.
 * @throws Refusal NOT_FOUND, SECRET_DETECTED, ETAG_MISMATCH where somebody else was quicker.
 */
export async function updateListing(context: AppContext, command: UpdateListing): Promise<Listing> {
  await refuseSecrets(command.patch)
  return await context.store.transaction(async (tx) => {
    const listing = await lockPublishedListing(context, tx, command.caller, command.slug, "listing.update")
    if (listing.rowVersion !== command.expectedRowVersion) {
      throw new Refusal("ETAG_MISMATCH", "The listing was changed after you read it.")
    }
    const changed = changedFields(listing, command.patch)
    if (changed.length === 0) return listing
    const nowMs = context.nowMs()
    const updated = { ...listing, ...command.patch, rowVersion: listing.rowVersion + 1, updatedAtMs: nowMs }
    if (!(await tx.listings.update(updated, listing.rowVersion))) {
      throw new Refusal("ETAG_MISMATCH", "The listing was changed after you read it.")
    }
    await recordListingChange(tx, listing, updated, nowMs)
    await tx.audit.append({
      action: "listing.updated",
      actor: actorOf(command.caller, command.requestId),
      subjectId: listing.listingId,
      atMs: nowMs,
      details: { fields: changed.join(" "), rowVersion: updated.rowVersion },
    })
    return updated
  })
}

const editable = ["name", "summary", "description", "tags", "categories", "docsUrl", "repoUrl"] as const

const changedFields = (listing: ListingContent, patch: Partial<ListingContent>): string[] =>
  editable.filter((field) => {
    const wanted = patch[field]
    return wanted !== undefined && canonicalJson(wanted) !== canonicalJson(listing[field])
  })

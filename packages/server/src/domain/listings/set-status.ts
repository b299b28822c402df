import type { ListingStatus } from "@fleetprompt/sdk/contracts"
import { recordListingChange } from "../changes/record.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { Publishing } from "../trusted-publishing/may.ts"
import { Refusal } from "../refusal.ts"
import type { Listing } from "./listing.ts"
import { lockPublishedListing } from "./own.ts"

/** What a publisher may turn each status into; `suspended` is the moderators' alone (spec §14.2). */
const publisherTransitions: Record<ListingStatus, readonly ListingStatus[]> = {
  draft: ["published", "unlisted"],
  published: ["unlisted", "draft"],
  unlisted: ["published", "draft"],
  suspended: [],
}

export interface SetListingStatus {
  readonly caller: Publishing
  readonly requestId: string
  readonly slug: string
  readonly status: Exclude<ListingStatus, "suspended">
}

/**
 * Moves a listing between draft, published and unlisted. The status it already has is no change and no error.
 * @throws Refusal NOT_FOUND, NO_LIVE_RELEASE, INVALID_STATE_TRANSITION for a suspended listing.
 */
export async function setListingStatus(context: AppContext, command: SetListingStatus): Promise<Listing> {
  return await context.store.transaction(async (tx) => {
    const listing = await lockPublishedListing(context, tx, command.caller, command.slug, "listing.set_status")
    if (listing.status === command.status) return listing
    if (command.caller.kind === "ci" && (listing.status !== "draft" || command.status !== "published")) {
      throw new Refusal("INVALID_STATE_TRANSITION", "A run makes a draft public, and changes no other status.")
    }
    if (!publisherTransitions[listing.status].includes(command.status)) {
      throw new Refusal("INVALID_STATE_TRANSITION", `A ${listing.status} listing cannot become ${command.status}.`)
    }
    if (command.status !== "draft" && listing.latestReleaseId === null) {
      throw new Refusal("NO_LIVE_RELEASE", "A listing without a live release cannot be made public.")
    }
    const nowMs = context.nowMs()
    const updated: Listing = {
      ...listing,
      status: command.status,
      firstPublishedAtMs: listing.firstPublishedAtMs ?? (command.status === "draft" ? null : nowMs),
      rowVersion: listing.rowVersion + 1,
      updatedAtMs: nowMs,
    }
    if (!(await tx.listings.update(updated, listing.rowVersion))) {
      throw new Refusal("ETAG_MISMATCH", "The listing was changed at the same moment.")
    }
    await recordListingChange(tx, listing, updated, nowMs)
    await tx.audit.append({
      action: "listing.status_changed",
      actor: actorOf(command.caller, command.requestId),
      subjectId: listing.listingId,
      atMs: nowMs,
      details: { from: listing.status, to: command.status },
    })
    return updated
  })
}

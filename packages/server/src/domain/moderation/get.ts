import { splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { type Listing, slugOf } from "../listings/listing.ts"
import { notFound } from "../refusal.ts"
import type { ModeratedListing } from "./restore.ts"
import type { SuspensionView } from "./suspension.ts"

/** Why a listing is suspended, for its publisher's members alone. @throws Refusal NOT_FOUND, also where it is not. */
export async function getSuspension(context: AppContext, caller: UserPrincipal, slug: string): Promise<SuspensionView> {
  const listing = await findListing(context, slug)
  const role = await context.store.read.publishers.roleOf(listing.publisher.publisherId, caller.user.userId)
  if (role === undefined) throw notFound("listing")
  const suspension = await context.store.read.suspensions.find(listing.listingId)
  if (suspension === undefined) throw notFound("suspension")
  return { ...suspension, slug: slugOf(listing) }
}

/** Any listing, for a moderator. @throws Refusal NOT_FOUND. */
export async function getModeratedListing(context: AppContext, slug: string): Promise<ModeratedListing> {
  const listing = await findListing(context, slug)
  return { listing, suspension: await context.store.read.suspensions.find(listing.listingId) }
}

async function findListing(context: AppContext, slug: string): Promise<Listing> {
  const { publisher, name } = splitSlug(slug)
  const listing = await context.store.read.listings.findBySlug(publisher, name)
  if (listing === undefined) throw notFound("listing")
  return listing
}

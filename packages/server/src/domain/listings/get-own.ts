import { type MemberRole, splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound } from "../refusal.ts"
import type { Listing } from "./listing.ts"

/** A listing as a member of its publisher finds it, with their role there. */
export interface OwnListing {
  readonly listing: Listing
  readonly role: MemberRole
}

/** A listing for those who may change it, whatever its status. @throws Refusal NOT_FOUND for everybody else. */
export async function getOwnListing(context: AppContext, caller: UserPrincipal, slug: string): Promise<OwnListing> {
  const { publisher, name } = splitSlug(slug)
  const { listings, publishers } = context.store.read
  const listing = await listings.findBySlug(publisher, name)
  const role = listing && (await publishers.roleOf(listing.publisher.publisherId, caller.user.userId))
  if (listing === undefined || role === undefined) throw notFound("listing")
  return { listing, role }
}

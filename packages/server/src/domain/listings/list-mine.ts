import type { Page } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { type PageRequest, readPage } from "../paging/cursor.ts"
import type { Listing } from "./listing.ts"

/** Every listing of the publishers the caller is a member of, whatever its status. */
export async function listMyListings(
  context: AppContext,
  caller: UserPrincipal,
  request: PageRequest,
): Promise<Page<Listing>> {
  const { userId } = caller.user
  return await readPage(
    context,
    { list: "my-listings", filter: userId },
    request,
    (page) => context.store.read.listings.listOfMember(userId, page),
    (listing) => ({ atMs: listing.updatedAtMs, id: listing.listingId }),
  )
}

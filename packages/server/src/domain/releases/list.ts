import type { Page } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { getListing } from "../listings/get.ts"
import type { Listing } from "../listings/listing.ts"
import { type PageRequest, readPage } from "../paging/cursor.ts"
import type { Release } from "./release.ts"

/** A listing's release history, most recently published first, revoked ones included. @throws Refusal NOT_FOUND. */
export async function listReleases(
  context: AppContext,
  reader: UserPrincipal | undefined,
  slug: string,
  request: PageRequest,
): Promise<{ listing: Listing; releases: Page<Release> }> {
  const listing = await getListing(context, reader, { slug })
  return { listing, releases: await releasesOf(context, listing, request) }
}

/** The same of a listing that was read already. */
export const releasesOf = (
  context: AppContext,
  { listingId }: Pick<Listing, "listingId">,
  request: PageRequest,
): Promise<Page<Release>> =>
  readPage(
    context,
    { list: "releases", filter: listingId },
    request,
    (page) => context.store.read.releases.list(listingId, page),
    (release) => ({ atMs: release.publishedAtMs, id: release.releaseId }),
  )

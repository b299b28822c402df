import { differingFields } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { getListing } from "../listings/get.ts"
import type { Listing } from "../listings/listing.ts"
import { notFound } from "../refusal.ts"
import type { Release } from "./release.ts"

/** Two releases of a listing, and the fields they differ in as JSON pointers; the notes are never the same anyway. */
export interface Comparison {
  readonly listing: Listing
  readonly from: Release
  readonly to: Release
  readonly differing: readonly string[]
}

/** What is different between two versions of a listing the reader may see. @throws Refusal NOT_FOUND. */
export async function compareReleases(
  context: AppContext,
  reader: UserPrincipal | undefined,
  slug: string,
  versions: { readonly from: string; readonly to: string },
): Promise<Comparison> {
  const listing = await getListing(context, reader, { slug })
  const { releases } = context.store.read
  const [from, to] = await Promise.all([
    releases.findByVersion(listing.listingId, versions.from),
    releases.findByVersion(listing.listingId, versions.to),
  ])
  if (from === undefined || to === undefined) throw notFound("release")
  return { listing, from, to, differing: differingFields(from, to) }
}

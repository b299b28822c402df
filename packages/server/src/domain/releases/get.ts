import type { AppContext } from "../context.ts"
import { getListing } from "../listings/get.ts"
import type { Listing } from "../listings/listing.ts"
import { notFound } from "../refusal.ts"
import type { Publishing } from "../trusted-publishing/may.ts"
import type { Release } from "./release.ts"

/** One version of a listing the reader may see. @throws Refusal NOT_FOUND. */
export async function getRelease(
  context: AppContext,
  reader: Publishing | undefined,
  slug: string,
  version: string,
): Promise<{ listing: Listing; release: Release }> {
  const listing = await getListing(context, reader, { slug })
  return { listing, release: await releaseOf(context, listing, version) }
}

/** The same of a listing that was read already. @throws Refusal NOT_FOUND. */
export async function releaseOf(
  context: AppContext,
  { listingId }: Pick<Listing, "listingId">,
  version: string,
): Promise<Release> {
  const release = await context.store.read.releases.findByVersion(listingId, version)
  if (release === undefined) throw notFound("release")
  return release
}

import type * as wire from "@fleetprompt/sdk/contracts"
import { type Listing, slugOf } from "../../domain/listings/listing.ts"
import { etagOf } from "../etag.ts"

/** A listing in a list. Every field is named, so that a new column of ours never leaks out (§5.4). */
export const listingCard = (listing: Listing): wire.ListingCard => ({
  listingId: listing.listingId,
  slug: slugOf(listing),
  publisher: {
    publisherId: listing.publisher.publisherId,
    handle: listing.publisher.handle,
    displayName: listing.publisher.displayName,
    verifiedAtMs: listing.publisher.verifiedAtMs,
  },
  assetKind: listing.assetKind,
  name: listing.name,
  summary: listing.summary,
  tags: [...listing.tags],
  categories: [...listing.categories],
  status: listing.status,
  latestVersion: listing.latestVersion,
  createdAtMs: listing.createdAtMs,
  updatedAtMs: listing.updatedAtMs,
  contentTrust: "untrusted",
})

/** A listing in full. */
export const fullListing = (listing: Listing): wire.Listing => ({
  ...listingCard(listing),
  description: listing.description,
  docsUrl: listing.docsUrl,
  repoUrl: listing.repoUrl,
})

/** The entity tag of a listing in full. */
export const listingEtag = (listing: Listing): { etag: string } => ({ etag: etagOf("lst", listing.rowVersion) })

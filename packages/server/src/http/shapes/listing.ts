import type * as wire from "@fleetprompt/sdk/contracts"
import { htmlOf, warningsAt } from "../../domain/content/read-content.ts"
import { type Listing, slugOf } from "../../domain/listings/listing.ts"
import { etagOf } from "../etag.ts"
import { publicImage } from "./image.ts"

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
  image: firstImage(listing),
  deprecation: listing.deprecation && {
    message: listing.deprecation.message,
    successor: listing.deprecation.successor,
    atMs: listing.deprecation.atMs,
  },
  installs: listing.installs,
  createdAtMs: listing.createdAtMs,
  updatedAtMs: listing.updatedAtMs,
  contentTrust: "untrusted",
})

const firstImage = ({ images: [first] }: Listing): wire.ListingImage | null =>
  first === undefined ? null : publicImage(first)

/** A listing in full. */
export const fullListing = (listing: Listing): wire.Listing => ({
  ...listingCard(listing),
  description: listing.description,
  descriptionHtml: htmlOf(listing.description),
  images: listing.images.map(publicImage),
  contentWarnings: [...warningsAt("/summary", listing.summary), ...warningsAt("/description", listing.description)],
  docsUrl: listing.docsUrl,
  repoUrl: listing.repoUrl,
})

/** The entity tag of a listing in full. */
export const listingEtag = (listing: Listing): { etag: string } => ({ etag: etagOf("lst", listing.rowVersion) })

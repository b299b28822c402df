import type { AppContext } from "../context.ts"
import type { Listing } from "../listings/listing.ts"
import { lockPublishedListing } from "../listings/own.ts"
import { Refusal } from "../refusal.ts"
import type { Publishing } from "../trusted-publishing/may.ts"
import { changeImages } from "./change.ts"
import type { ListingImage } from "./image.ts"

export interface OrderImages {
  readonly caller: Publishing
  readonly requestId: string
  readonly slug: string
  readonly digests: readonly string[]
}

/**
 * Puts the images of a listing into that order. All of them must be named and no other, so an image that came or went
 * meanwhile is not passed over; the order they have already changes nothing.
 * @throws Refusal NOT_FOUND; VALIDATION_FAILED where these are not the images the listing has.
 */
export async function orderImages(context: AppContext, command: OrderImages): Promise<Listing> {
  const { caller, slug, digests } = command
  return await context.store.transaction(async (tx) => {
    const listing = await lockPublishedListing(context, tx, caller, slug, "listing.update")
    const images = inOrder(listing.images, digests)
    if (images.every((image, at) => image === listing.images[at])) return listing
    return await changeImages(context, tx, listing, images, command)
  })
}

function inOrder(images: readonly ListingImage[], digests: readonly string[]): ListingImage[] {
  const ordered = digests.flatMap((digest) => images.find((image) => image.digest === digest) ?? [])
  if (ordered.length === digests.length && ordered.length === images.length) return ordered
  throw new Refusal("VALIDATION_FAILED", "These are not the images the listing has.", [
    { pointer: "/digests", code: "reference", message: "must name every image of the listing and no other" },
  ])
}

import type { AppContext } from "../context.ts"
import type { Listing } from "../listings/listing.ts"
import { lockPublishedListing } from "../listings/own.ts"
import { notFound } from "../refusal.ts"
import type { Publishing } from "../trusted-publishing/may.ts"
import { changeImages } from "./change.ts"

export interface RemoveImage {
  readonly caller: Publishing
  readonly requestId: string
  readonly slug: string
  readonly digest: string
}

/** Takes an image away from a listing. @throws Refusal NOT_FOUND for a listing or an image that is not there. */
export async function removeImage(context: AppContext, command: RemoveImage): Promise<Listing> {
  const { caller, slug, digest } = command
  return await context.store.transaction(async (tx) => {
    const listing = await lockPublishedListing(context, tx, caller, slug, "listing.update")
    const images = listing.images.filter((image) => image.digest !== digest)
    if (images.length === listing.images.length) throw notFound("image")
    await tx.images.detach(listing.listingId, digest)
    const entry = { action: "listing.image_removed", digest } as const
    return await changeImages(context, tx, listing, images, { ...command, entry })
  })
}

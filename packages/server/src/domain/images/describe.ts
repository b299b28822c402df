import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import type { Listing } from "../listings/listing.ts"
import { lockPublishedListing } from "../listings/own.ts"
import { notFound } from "../refusal.ts"
import type { Publishing } from "../trusted-publishing/may.ts"
import { changeImages } from "./change.ts"

export interface DescribeImage {
  readonly caller: Publishing
  readonly requestId: string
  readonly slug: string
  readonly digest: string
  readonly alt: string
}

/**
 * Says in other words what an image shows. The words it has already change nothing.
 * @throws Refusal NOT_FOUND for a listing or an image that is not there, SECRET_DETECTED.
 */
export async function describeImage(context: AppContext, command: DescribeImage): Promise<Listing> {
  const { caller, slug, digest, alt } = command
  await refuseSecrets({ alt })
  return await context.store.transaction(async (tx) => {
    const listing = await lockPublishedListing(context, tx, caller, slug, "listing.update")
    const image = listing.images.find((one) => one.digest === digest)
    if (image === undefined) throw notFound("image")
    if (image.alt === alt) return listing
    const images = listing.images.map((one) => (one === image ? { ...image, alt } : one))
    return await changeImages(context, tx, listing, images, { caller, requestId: command.requestId })
  })
}

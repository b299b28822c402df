import { type ImageMediaType, imageMediaTypeOf, limits, sha256 } from "@fleetprompt/sdk/contracts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import type { Listing } from "../listings/listing.ts"
import { lockPublishedListing } from "../listings/own.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import type { Publishing } from "../trusted-publishing/may.ts"
import { changeImages } from "./change.ts"
import type { ListingImage } from "./image.ts"

export interface UploadImage {
  readonly caller: Publishing
  readonly requestId: string
  readonly slug: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mediaType: ImageMediaType
  readonly alt: string
}

export interface UploadedImage {
  readonly result: "created" | "unchanged"
  readonly image: ListingImage
  readonly listing: Listing
}

/**
 * Puts an image behind those the listing has, re-encoded. As desired state: an image the listing has already is not
 * added again, and takes the new alternative text. It is known by its picture and by the file it was last sent as, for
 * a later encoder may make other bytes of the same file.
 * @throws Refusal NOT_FOUND, SECRET_DETECTED, IMAGE_REJECTED, IMAGE_LIMIT_REACHED.
 */
export async function uploadImage(context: AppContext, command: UploadImage): Promise<UploadedImage> {
  const { caller, slug, bytes, mediaType, alt } = command
  await refuseSecrets({ alt })
  const sourceSha256 = await sha256(bytes)
  const lock = (tx: Transaction) => lockPublishedListing(context, tx, caller, slug, "listing.update")
  // Who may not change the listing may not make us decode either, and what it shows already needs no decoding.
  const known = await context.store.transaction(async (tx) => {
    const listing = await lock(tx)
    // A file under another type than its own is left to the codec, which refuses it the first time and every other.
    if (imageMediaTypeOf(bytes) !== mediaType) return undefined
    const image = listing.images.find((one) => one.sourceSha256 === sourceSha256)
    return image && (await renewImage(context, tx, command, listing, { ...image, alt }))
  })
  if (known !== undefined) return known
  const encoded = await context.images.encode(bytes, mediaType)
  return await context.store.transaction(async (tx) => {
    const listing = await lock(tx)
    const { digest, width, height } = encoded
    const image = { digest, width, height, alt, sourceSha256 }
    if (listing.images.some((one) => one.digest === digest)) {
      return await renewImage(context, tx, command, listing, image)
    }
    const images = withRoom(listing).concat(image)
    await tx.images.attach(listing.listingId, encoded, context.nowMs())
    const entry = { action: "listing.image_added", digest } as const
    const updated = await changeImages(context, tx, listing, images, { ...command, entry })
    return { result: "created", image, listing: updated }
  })
}

/** Takes the new words, and the file it came as, over to an image the listing has. */
async function renewImage(
  context: AppContext,
  tx: Transaction,
  command: UploadImage,
  listing: Listing,
  image: ListingImage,
): Promise<UploadedImage> {
  const known = listing.images.find(({ digest }) => digest === image.digest)
  if (known?.alt === image.alt && known.sourceSha256 === image.sourceSha256) {
    return { result: "unchanged", image, listing }
  }
  const images = listing.images.map((one) => (one === known ? image : one))
  const updated = await changeImages(context, tx, listing, images, command)
  return { result: "unchanged", image, listing: updated }
}

/** The images of a listing that may have another. @throws Refusal IMAGE_LIMIT_REACHED. */
function withRoom({ images }: Listing): readonly ListingImage[] {
  if (images.length < limits.imagesPerListingMax) return images
  throw new Refusal("IMAGE_LIMIT_REACHED", `A listing has at most ${limits.imagesPerListingMax} images.`)
}

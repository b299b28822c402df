import { type ImageMediaType, limits } from "@fleetprompt/sdk/contracts"
import { recordListingChange } from "../changes/record.ts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import type { Listing } from "../listings/listing.ts"
import { lockOwnListing } from "../listings/own.ts"
import { Refusal } from "../refusal.ts"
import type { EncodedImage, ListingImage } from "./image.ts"

export interface UploadImage {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
  readonly bytes: Uint8Array
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
 * added again, and takes the new alternative text.
 * @throws Refusal NOT_FOUND, SECRET_DETECTED, IMAGE_REJECTED, IMAGE_LIMIT_REACHED.
 */
export async function uploadImage(context: AppContext, command: UploadImage): Promise<UploadedImage> {
  const { caller, slug, bytes, mediaType, alt } = command
  await refuseSecrets({ alt })
  // Who may not change the listing may not make us decode either. It is asked again with the write.
  await context.store.transaction((tx) => lockOwnListing(tx, caller, slug, "listing.update"))
  const encoded = await context.images.encode(bytes, mediaType)
  return await context.store.transaction(async (tx) => {
    const listing = await lockOwnListing(tx, caller, slug, "listing.update")
    const { image, images, result } = withImage(listing, encoded, alt)
    if (images === listing.images) return { result, image, listing }
    const nowMs = context.nowMs()
    if (result === "created") await tx.images.attach(listing.listingId, encoded, nowMs)
    const updated = { ...listing, images, rowVersion: listing.rowVersion + 1, updatedAtMs: nowMs }
    if (!(await tx.listings.update(updated, listing.rowVersion))) throw new Error("A locked listing was changed.")
    await recordListingChange(tx, listing, updated, nowMs)
    await tx.audit.append({
      action: result === "created" ? "listing.image_added" : "listing.updated",
      actor: actorOf(caller, command.requestId),
      subjectId: listing.listingId,
      atMs: nowMs,
      details: result === "created" ? { digest: image.digest } : { fields: "images", rowVersion: updated.rowVersion },
    })
    return { result, image, listing: updated }
  })
}

/** The listing's images with this one, the very same list where nothing changes. */
function withImage({ images }: Listing, encoded: EncodedImage, alt: string) {
  const { digest, width, height } = encoded
  const image: ListingImage = { digest, width, height, alt }
  const known = images.find((one) => one.digest === digest)
  if (known?.alt === alt) return { image, images, result: "unchanged" as const }
  if (known !== undefined) {
    const described = images.map((one) => (one.digest === digest ? image : one))
    return { image, images: described, result: "unchanged" as const }
  }
  if (images.length >= limits.imagesPerListingMax) {
    throw new Refusal("IMAGE_LIMIT_REACHED", `A listing has at most ${limits.imagesPerListingMax} images.`)
  }
  return { image, images: [...images, image], result: "created" as const }
}

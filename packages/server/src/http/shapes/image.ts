import type * as wire from "@fleetprompt/sdk/contracts"
import type { ListingImage } from "../../domain/images/image.ts"

/** Where an image is served, from the root of the registry; what it names never changes. */
export const imageUrl = ({ digest }: Pick<ListingImage, "digest">): string => `/v1/images/${digest}.webp`

/** An image of a listing as its readers see it. */
export const publicImage = (image: ListingImage): wire.ListingImage => ({
  digest: image.digest,
  url: imageUrl(image),
  width: image.width,
  height: image.height,
  alt: image.alt,
  sourceSha256: image.sourceSha256 ?? null,
})

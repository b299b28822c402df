import * as z from "zod"
import { limits } from "./limits.ts"
import { line } from "./text.ts"

/** The image types an upload may have. What is served is always WebP. */
export const imageMediaTypes = ["image/png", "image/jpeg", "image/webp", "image/avif"] as const
export type ImageMediaType = (typeof imageMediaTypes)[number]

/** SHA-256 of an image as it is served, in hexadecimal; never of what was uploaded, for that is re-encoded. */
export const imageDigest = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits")

/** Query of `POST /v1/listings/{publisher}/{name}/images`: what the image shows, for those who cannot see it. */
export const uploadImageQuery = z.strictObject({ alt: line(limits.imageAltLengthMax) })
export type UploadImageQuery = z.input<typeof uploadImageQuery>

/**
 * Body of `PUT /v1/listings/{publisher}/{name}/images`: the digests of all its images in the order they should be shown,
 * the first of them also in lists.
 */
export const orderImagesRequest = z.strictObject({
  digests: z
    .array(imageDigest)
    .max(limits.imagesPerListingMax)
    .refine((digests) => new Set(digests).size === digests.length, "must not repeat an image"),
})
export type OrderImagesRequest = z.input<typeof orderImagesRequest>

/** One image of a listing; `width` and `height` are pixels, `url` never changes its content. */
export const listingImage = z.object({
  digest: imageDigest,
  url: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  alt: z.string(),
})
export type ListingImage = z.infer<typeof listingImage>

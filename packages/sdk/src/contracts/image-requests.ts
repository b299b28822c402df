import * as z from "zod"
import { imageDigest } from "./images.ts"
import { limits } from "./limits.ts"
import { line } from "./text.ts"

/** The image types an upload may have. What is served is always WebP. */
export const imageMediaTypes = ["image/png", "image/jpeg", "image/webp", "image/avif"] as const
export type ImageMediaType = (typeof imageMediaTypes)[number]

/** The type that a file's first bytes declare, or undefined for what is no image we take. */
export function imageMediaTypeOf(bytes: Uint8Array): ImageMediaType | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12))
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png"
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg"
  if (start.startsWith("RIFF") && start.slice(8) === "WEBP") return "image/webp"
  if (["ftypavif", "ftypavis"].includes(start.slice(4))) return "image/avif"
  return undefined
}

/** Query of `POST /v1/listings/{publisher}/{name}/images`: what the image shows, for those who cannot see it. */
export const uploadImageQuery = z.strictObject({ alt: line(limits.imageAltLengthMax) })
export type UploadImageQuery = z.input<typeof uploadImageQuery>

/** Body of `PUT /v1/listings/{publisher}/{name}/images/{digest}`: what the image shows, in other words. */
export const describeImageRequest = z.strictObject({ alt: uploadImageQuery.shape.alt })
export type DescribeImageRequest = z.input<typeof describeImageRequest>

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

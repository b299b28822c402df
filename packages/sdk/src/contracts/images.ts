import * as z from "zod"

/** SHA-256 of an image as it is served, in hexadecimal; never of what was uploaded, for that is re-encoded. */
export const imageDigest = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits")

/** One image of a listing; `width` and `height` are pixels, `url` never changes its content. */
export const listingImage = z.object({
  digest: imageDigest,
  url: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  alt: z.string(),
  sourceSha256: z
    .string()
    .nullable()
    .default(null)
    .describe("SHA-256 of the file it was last sent as; null where that was not kept."),
})
export type ListingImage = z.infer<typeof listingImage>

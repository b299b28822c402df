import type { ImageMediaType } from "@fleetprompt/sdk/contracts"

/** An image as a listing shows it. Its bytes are found by its digest, one copy for all listings. */
export interface ListingImage {
  /** SHA-256 of the bytes as they are served, in hexadecimal. */
  readonly digest: string
  /** In pixels. */
  readonly width: number
  readonly height: number
  /** What it shows, for those who cannot see it. */
  readonly alt: string
  /** SHA-256 of the file it was last sent as, in hexadecimal. Those stored before this was kept have none. */
  readonly sourceSha256?: string
}

/** An image made safe to serve: WebP without metadata, within the limits. */
export interface EncodedImage extends Pick<ListingImage, "digest" | "width" | "height"> {
  readonly bytes: Uint8Array
}

/** Decodes what a stranger sent and writes it anew, so that nothing of the file but its picture is left. */
export interface ImageCodec {
  /**
   * @throws Refusal IMAGE_REJECTED for bytes that are no whole, still image of that type within the limits;
   *   UNAVAILABLE where too many are being converted.
   */
  encode(bytes: Uint8Array, mediaType: ImageMediaType): Promise<EncodedImage>
}

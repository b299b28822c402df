import type { EncodedImage } from "./image.ts"

export interface ImageReads {
  /**
   * The bytes of an image that some published or unlisted listing shows; for a member also of one that any listing of
   * their publishers shows. Knowing a digest entitles to nothing.
   */
  find(digest: string, memberId: string | undefined): Promise<Uint8Array | undefined>
}

export interface ImageStore {
  /** Notes that the listing shows the image, and keeps its bytes where nobody showed it before. */
  attach(listingId: string, image: EncodedImage, atMs: number): Promise<void>
  /** Notes that the listing shows the image no longer, and forgets its bytes where nobody else does. */
  detach(listingId: string, digest: string): Promise<void>
}

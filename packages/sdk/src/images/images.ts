import type { Call } from "../call.ts"
import { callerOf, type Client } from "../caller-of.ts"
import type { ImageMediaType } from "../contracts/image-requests.ts"
import { type Listing, listing } from "../contracts/listings.ts"
import type { CallOptions } from "../endpoint.ts"
import { path } from "../path.ts"
import { listingPath } from "../resources/listing-path.ts"

/** A picture of a listing, as a file of it holds it; the registry encodes it anew. */
export interface ImageUpload {
  /** At most 5 MiB. */
  bytes: Uint8Array
  mediaType: ImageMediaType
  /** What it shows, for those who cannot see it. */
  alt: string
}

/** The pictures of a listing. Each call needs `listing:write` and answers with the listing. */
export interface Images {
  /** Adds a picture behind the others; one the listing has already is no error, and takes the new text. */
  add(slug: string, image: ImageUpload, options?: CallOptions): Call<Listing>
  /** Says in other words what a picture shows. */
  describe(slug: string, digest: string, alt: string, options?: CallOptions): Call<Listing>
  /** Puts the pictures into that order; all of them must be named, by their digests. */
  order(slug: string, digests: readonly string[], options?: CallOptions): Call<Listing>
  /** Takes a picture off. */
  remove(slug: string, digest: string, options?: CallOptions): Call<Listing>
}

/**
 * The part of the API about pictures, loaded apart because most programs only show them.
 * @example
 * await imagesOf(fp).add("acme/triage", { bytes, mediaType: "image/png", alt: "The inbox, sorted" })
 */
export function imagesOf(client: Client): Images {
  const call = client[callerOf]
  return {
    add: (slug, { alt, ...content }, options) =>
      call({ method: "POST", path: () => images(slug), query: { alt }, content, reply: listing }, options),
    describe: (slug, digest, alt, options) =>
      call({ method: "PUT", path: () => image(slug, digest), body: { alt }, reply: listing }, options),
    order: (slug, digests, options) =>
      call({ method: "PUT", path: () => images(slug), body: { digests }, reply: listing }, options),
    remove: (slug, digest, options) =>
      call({ method: "DELETE", path: () => image(slug, digest), reply: listing }, options),
  }
}

const images = (slug: string) => `${listingPath(slug)}/images`
const image = (slug: string, digest: string) => images(slug) + path`/${digest}`

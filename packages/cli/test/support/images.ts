import {
  describeImageRequest,
  imageMediaTypeOf,
  limits,
  type Listing,
  orderImagesRequest,
} from "@fleetprompt/sdk/contracts"
import { type Asked, parse, Refused } from "./answer.ts"
import { makeImage } from "./fixtures.ts"

export type Images = Listing["images"]

/** The images a listing has after a request; the digest is the one in its address. */
type Change = (images: Images, asked: Asked, digest: string) => Images

/** What each request does to the images of the listing it names. */
export const imageRoutes: readonly (readonly [RegExp, Change])[] = [
  [/^POST \/v1\/listings\/(.+)\/images$/, add],
  [/^PUT \/v1\/listings\/(.+)\/images$/, order],
  [/^PUT \/v1\/listings\/(.+)\/images\/(.+)$/, describe],
  [/^DELETE \/v1\/listings\/(.+)\/images\/(.+)$/, remove],
]

function add(images: Images, { body, headers, path }: Asked): Images {
  if (!Buffer.isBuffer(body) || headers["content-type"] !== imageMediaTypeOf(body)) throw new Refused("IMAGE_REJECTED")
  const image = makeImage(body, new URL(path, "http://registry").searchParams.get("alt") ?? "")
  if (images.some(({ digest }) => digest === image.digest)) {
    return images.map((each) => (each.digest === image.digest ? image : each))
  }
  if (images.length >= limits.imagesPerListingMax) throw new Refused("IMAGE_LIMIT_REACHED")
  return [...images, image]
}

function order(images: Images, { body }: Asked): Images {
  const { digests } = parse(orderImagesRequest, body)
  const ordered = digests.flatMap((digest) => images.find((image) => image.digest === digest) ?? [])
  if (ordered.length === images.length && ordered.length === digests.length) return ordered
  throw new Refused("VALIDATION_FAILED")
}

function describe(images: Images, { body }: Asked, digest: string): Images {
  const { alt } = parse(describeImageRequest, body)
  requireShown(images, digest)
  return images.map((image) => (image.digest === digest ? { ...image, alt } : image))
}

function remove(images: Images, _: Asked, digest: string): Images {
  requireShown(images, digest)
  return images.filter((image) => image.digest !== digest)
}

function requireShown(images: Images, digest: string): void {
  if (!images.some((image) => image.digest === digest)) throw new Refused("NOT_FOUND")
}

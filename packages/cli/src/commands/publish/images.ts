import { limits, type Listing, type ListingImage } from "@fleetprompt/sdk/contracts"
import { type FleetPrompt, isCode } from "@fleetprompt/sdk/fetch"
import { type Images, imagesOf } from "@fleetprompt/sdk/images"
import { CliError } from "../../errors.ts"
import type { ManifestImage } from "../../manifest/images.ts"

/** The images a listing shows and those it should show instead. */
export interface ImagesStep {
  readonly shown: readonly ListingImage[]
  readonly wanted: readonly ManifestImage[]
}

/** The step that the images of a listing need; none where they are right or the manifest does not speak of them. */
export function imagesStep(
  wanted: readonly ManifestImage[] | undefined,
  shown: readonly ListingImage[] = [],
): ImagesStep | undefined {
  return wanted === undefined || isShown(wanted, shown) ? undefined : { shown, wanted }
}

/** Does the listing show these pictures, in this order and with these words? */
export const isShown = (wanted: readonly ManifestImage[], shown: readonly ListingImage[]): boolean =>
  wanted.length === shown.length &&
  wanted.every((image, at) => isSource(image, shown[at]) && image.alt === shown[at]?.alt)

const isSource = ({ sha256 }: ManifestImage, shown: ListingImage | undefined) => shown?.sourceSha256 === sha256

/**
 * Brings the images of a listing to what is wanted: sends those it lacks, describes anew those that have other words,
 * takes off the others, as late as there is room, and puts them in order.
 * @throws CliError for an image the registry does not take.
 */
export async function applyImages(client: FleetPrompt, slug: string, { shown, wanted }: ImagesStep): Promise<void> {
  const images = imagesOf(client)
  let now = shown
  const others = () => now.filter((image) => !wanted.some((each) => isSource(each, image)))
  const takeOff = async ({ digest }: ListingImage) => {
    now = (await images.remove(slug, digest)).images
  }
  for (const image of wanted) {
    const there = now.find((each) => isSource(image, each))
    if (there?.alt === image.alt) continue
    if (there !== undefined) {
      now = (await images.describe(slug, there.digest, image.alt)).images
      continue
    }
    const [other] = others()
    if (other !== undefined && now.length >= limits.imagesPerListingMax) await takeOff(other)
    now = (await send(images, slug, image)).images
  }
  for (const other of others()) await takeOff(other)
  const digests = wanted.map((image) => now.find((each) => isSource(image, each))?.digest ?? alike(image))
  if (digests.some((digest, at) => digest !== now[at]?.digest)) await images.order(slug, digests)
}

async function send(images: Images, slug: string, { file, alt, mediaType, read }: ManifestImage): Promise<Listing> {
  try {
    return await images.add(slug, { bytes: await read(), mediaType, alt })
  } catch (error) {
    if (!isCode(error, "IMAGE_REJECTED")) throw error
    throw rejected(`${file}: ${error.detail}`)
  }
}

/** The registry knows a picture by what is seen of it, so the file sent later took the place of this one. */
const alike = ({ file }: ManifestImage): never => {
  throw rejected(`${file} shows the same picture as another image of the listing.`)
}

const rejected = (message: string) =>
  new CliError({
    code: "IMAGE_REJECTED",
    message,
    remedy: "Replace the image in the manifest, or take it out; then run the command again.",
  })

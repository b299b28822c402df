import { createHash } from "node:crypto"
import { type ImageMediaType, imageMediaTypeOf, limits } from "@fleetprompt/sdk/contracts"
import type { Metadata, Sharp } from "sharp"
import type { EncodedImage, ImageCodec } from "./domain/images/image.ts"
import { Refusal } from "./domain/refusal.ts"
import { createGate } from "./gate.ts"

/** Each may take some 160 MB for the largest image we take. */
const conversionsMax = 2
const waitingMax = 16
const secondsMax = 15
const quality = 82

/** The codec over sharp, which is loaded with the first image. */
export function createImageCodec(): ImageCodec {
  const gate = createGate({ runningMax: conversionsMax, waitingMax })
  return {
    async encode(bytes, mediaType) {
      // Nothing else is handed to a decoder at all: no SVG, no GIF, no PDF.
      if (imageMediaTypeOf(bytes) !== mediaType) throw rejected(`The body is no ${mediaType}.`)
      if (mediaType === "image/png" && isAnimatedPng(bytes)) throw animated()
      return await gate(() => convert(bytes, mediaType))
    },
  }
}

async function convert(bytes: Uint8Array, mediaType: ImageMediaType): Promise<EncodedImage> {
  const open = await opener()
  try {
    requireAllowed(await open(bytes).metadata(), mediaType)
    const { data, info } = await open(bytes)
      .autoOrient()
      .resize({ width: limits.imageSideMax, height: limits.imageSideMax, fit: "inside", withoutEnlargement: true })
      .webp({ quality })
      .timeout({ seconds: secondsMax })
      .toBuffer({ resolveWithObject: true })
    const digest = createHash("sha256").update(data).digest("hex")
    return { bytes: data, digest, width: info.width, height: info.height }
  } catch (error) {
    if (error instanceof Refusal) throw error
    // Whatever the decoder stumbles over is the file's fault; its words may quote the file.
    throw rejected("The image is damaged or not of a kind we can read.")
  }
}

let loaded: Promise<(bytes: Uint8Array) => Sharp> | undefined

/** Only the four decoders of {@link ImageMediaType}, whatever the file says it is. */
const opener = () => (loaded ??= load())

async function load(): Promise<(bytes: Uint8Array) => Sharp> {
  const { default: sharp } = await import("sharp")
  sharp.cache(false)
  sharp.block({ operation: ["VipsForeignLoad"] })
  const decoders = ["Png", "Jpeg", "Webp", "Heif"].map((format) => `VipsForeignLoad${format}Buffer`)
  sharp.unblock({ operation: decoders })
  return (bytes) =>
    sharp(bytes, { limitInputPixels: limits.imagePixelsMax, sequentialRead: true, failOn: "warning", pages: 1 })
}

function requireAllowed({ format, compression, pages = 1, width, height }: Metadata, mediaType: ImageMediaType): void {
  const found = format === "heif" ? `image/${compression === "av1" ? "avif" : "heic"}` : `image/${format}`
  if (found !== mediaType) throw rejected(`The body is no ${mediaType}.`)
  if (pages > 1) throw animated()
  if (width * height > limits.imagePixelsMax) {
    throw rejected(`The image has more than ${limits.imagePixelsMax} pixels.`)
  }
}

/** The decoder would silently take the first picture. The chunk that announces more stands before the first one's data. */
function isAnimatedPng(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const announced = file.indexOf("acTL")
  const data = file.indexOf("IDAT")
  return announced >= 0 && (data < 0 || announced < data)
}

const animated = () => rejected("The image is animated.")
const rejected = (detail: string) => new Refusal("IMAGE_REJECTED", detail)

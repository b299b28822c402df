import { crc32 } from "node:zlib"
import sharp from "sharp"

/** Pictures made while tests run. */
export type Format = "png" | "jpeg" | "webp" | "avif"

/** A picture of one colour; another colour is another picture. */
export async function picture(
  format: Format = "png",
  { width = 40, height = 30, red = 200 }: { width?: number; height?: number; red?: number } = {},
): Promise<Buffer> {
  const image = sharp({ create: { width, height, channels: 3, background: { r: red, g: 120, b: 40 } } })
  return await image.toFormat(format).toBuffer()
}

/** A photograph with everything a camera writes into it: who, where, and which way up. */
export async function photograph(): Promise<Buffer> {
  const image = sharp({ create: { width: 60, height: 20, channels: 3, background: "#224466" } })
  return await image
    .jpeg()
    .withExif({ IFD0: { Artist: "Alice Canary" }, IFD3: { GPSLatitude: "52/1 31/1 0/1", GPSLatitudeRef: "N" } })
    .withMetadata({ orientation: 6 })
    .toBuffer()
}

/** Several frames in one file. */
export async function animation(format: "webp" | "gif"): Promise<Buffer> {
  const frames = await Promise.all([10, 120, 240].map((red) => picture("png", { red })))
  return await sharp(frames, { join: { animated: true } })
    .toFormat(format, { delay: [100, 100, 100], loop: 0 })
    .toBuffer()
}

/** A PNG chunk by chunk, each with a right checksum. */
export function png(...chunks: readonly [type: string, data: Buffer][]): Buffer {
  const signature = Buffer.from("89504e470d0a1a0a", "hex")
  return Buffer.concat([signature, ...chunks.map(([type, data]) => chunk(type, data))])
}

/** The header of a PNG of that size, in 8-bit RGB. */
export function header(width: number, height: number): [string, Buffer] {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([8, 2, 0, 0, 0], 8)
  return ["IHDR", data]
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

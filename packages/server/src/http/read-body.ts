import { limits } from "@fleetprompt/sdk/contracts"
import { Refusal } from "../domain/refusal.ts"
import { parseStrictJson } from "../strict-json.ts"

/**
 * The request's JSON. Media type and announced length are checked before a byte is read, and reading stops at the
 * limit whatever was announced.
 * @throws Refusal UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, INVALID_JSON.
 */
export async function readJson(request: Request, readBody: () => Promise<Uint8Array>): Promise<unknown> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (mediaType !== "application/json" || request.headers.has("content-encoding")) {
    throw new Refusal("UNSUPPORTED_MEDIA_TYPE", "The body must be sent as application/json without a Content-Encoding.")
  }
  const bytes = await readBody()
  try {
    return parseStrictJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch (error) {
    throw new Refusal("INVALID_JSON", `The body ${error instanceof SyntaxError ? error.message : "is not UTF-8"}.`)
  }
}

/**
 * Reads a body of the usual size at most once: whoever signed a request is recognized by it, before the route parses it.
 * What the reader throws is a Refusal PAYLOAD_TOO_LARGE.
 */
export function bodyReader(request: Request): () => Promise<Uint8Array> {
  let bytes: Promise<Uint8Array> | undefined
  return () => (bytes ??= readBytes(request, limits.requestBodyBytesMax))
}

/** What a route takes other than JSON. */
export interface ContentRule<MediaType extends string = string> {
  readonly mediaTypes: readonly MediaType[]
  readonly bytesMax: number
}

/** A body as it was sent: only its length and what it says it is have been checked. */
export interface Content<MediaType extends string = string> {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mediaType: MediaType
}

/** The request's body as bytes. @throws Refusal UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE. */
export async function readContent<MediaType extends string>(
  request: Request,
  { mediaTypes, bytesMax }: ContentRule<MediaType>,
): Promise<Content<MediaType>> {
  const sent = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  const mediaType = mediaTypes.find((each) => each === sent)
  if (mediaType === undefined || request.headers.has("content-encoding")) {
    throw new Refusal(
      "UNSUPPORTED_MEDIA_TYPE",
      `The body must be sent as ${mediaTypes.join(", ")} without a Content-Encoding.`,
    )
  }
  return { bytes: await readBytes(request, bytesMax), mediaType }
}

async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) throw tooLarge(bytesMax)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of arriving(request)) {
    length += chunk.byteLength
    if (length > bytesMax) throw tooLarge(bytesMax)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

/** The body as it arrives. One that breaks off, or is cut off for being too slow, is the sender's trouble, not ours. */
async function* arriving(request: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* request.body ?? []
  } catch {
    throw new Refusal("INVALID_REQUEST", "The body broke off before it was complete.")
  }
}

const tooLarge = (bytesMax: number): Refusal =>
  new Refusal("PAYLOAD_TOO_LARGE", `The body must not be larger than ${bytesMax} bytes.`)

import { limits } from "@fleetprompt/sdk/contracts"
import { Refusal } from "../domain/refusal.ts"

/**
 * The request's JSON. Media type and announced length are checked before a byte is read, and reading stops at the
 * limit whatever was announced.
 * @throws Refusal UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, INVALID_JSON.
 */
export async function readJson(request: Request): Promise<unknown> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (mediaType !== "application/json" || request.headers.has("content-encoding")) {
    throw new Refusal("UNSUPPORTED_MEDIA_TYPE", "The body must be sent as application/json without a Content-Encoding.")
  }
  if (Number(request.headers.get("content-length") ?? 0) > limits.requestBodyBytesMax) throw tooLarge()
  const bytes = await readBytes(request)
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    throw new Refusal("INVALID_JSON", "The body is not one JSON value in UTF-8.")
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > limits.requestBodyBytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

const tooLarge = (): Refusal =>
  new Refusal("PAYLOAD_TOO_LARGE", `The body must not be larger than ${limits.requestBodyBytesMax} bytes.`)

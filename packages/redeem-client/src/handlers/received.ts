import { readBytes } from "../reply.ts"
import { isObject } from "../shape.ts"

/**
 * True where a page of this very site sent the request. Every current browser says so; of an older one the `Origin`
 * must name our host, for which a proxy may have changed the scheme.
 */
export function isFromOwnPage(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site")
  if (site !== null) return site === "same-origin"
  const origin = request.headers.get("origin")
  return origin !== null && URL.canParse(origin) && new URL(origin).host === new URL(request.url).host
}

/** The largest body of a form of ours. */
const bodyBytesMax = 8_192

/** The fields of a posted form or JSON object; undefined where it is neither, or too large. */
export async function fieldsOf(request: Request): Promise<Map<string, string> | undefined> {
  const bytes = await readBytes(request, bodyBytesMax)
  if (bytes === undefined) return undefined
  const text = new TextDecoder().decode(bytes)
  const type = request.headers.get("content-type") ?? ""
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return new Map(new URLSearchParams(text))
  if (!/^application\/json\b/i.test(type)) return undefined
  const value = jsonOf(text)
  return isObject(value)
    ? new Map(Object.entries(value).filter((field): field is [string, string] => typeof field[1] === "string"))
    : undefined
}

/** True where the request came from our script, which reads JSON. */
export const wantsJson = (request: Request): boolean =>
  /^application\/json\b/i.test(request.headers.get("content-type") ?? "")

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What an install link says behind its `#`; also where the whole link was pasted. */
export function linkOf(text: string): { token: string | null; issuer: string | null; state: string | null } {
  const fragment = new URLSearchParams(text.trim().slice(text.trim().indexOf("#") + 1))
  return { token: fragment.get("fp_token"), issuer: fragment.get("fp_iss"), state: fragment.get("fp_state") }
}

import type { Child } from "hono/jsx"
import { boundedCache } from "../domain/content/bounded-cache.ts"
import type { AppContext } from "../domain/context.ts"
import { type Reply, text as textReply } from "../http/reply.ts"
import type { Frame } from "./frame.ts"

/**
 * What a page may do: show itself with our own files. Nothing is inline, so there is no nonce that a cache would hand
 * out twice, and nothing of another origin is ever asked for.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ")

const pageHeaders = {
  "content-security-policy": contentSecurityPolicy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "strict-origin-when-cross-origin",
}

/** A page as a reply. */
export const html = (page: Child, extra: Partial<Reply> = {}): Reply => textOf(written(page), extra)

/**
 * A page that is the same as long as what it shows is: drawn once for `parts`, and tagged with them. Whatever the page
 * depends on must be among them, or follow from them; what only drawing needs is read when it is drawn. A page that
 * names who signed in is theirs alone, and is not kept.
 */
export async function keptHtml(
  context: AppContext,
  frame: Frame,
  parts: readonly unknown[],
  draw: () => Promise<Child>,
): Promise<Reply> {
  const { theme, assets, nowMs, person } = frame
  if (person !== undefined) return html(await draw())
  // Ages are told in days.
  const key = JSON.stringify([assets.styles, assets.script, theme, Math.floor(nowMs / dayMs), ...parts])
  const known = kept.get(key)
  const page = known ?? Buffer.from(written(await draw()))
  if (known === undefined) kept.set(key, page)
  return textOf(page, { etag: `"page-${context.secrets.hash(key).slice(0, 24)}"` })
}

const dayMs = 86_400_000

/** As bytes, for that is what is sent. */
const kept = boundedCache<Uint8Array>((page) => page.byteLength, 16_000_000)

const written = (page: Child): string => `<!doctype html>${markupOf(page)}`

/** What was drawn, as text. Nothing of ours is drawn later than that. */
export function markupOf(drawn: Child): string {
  // An element writes itself when it is asked for its text.
  // oxlint-disable-next-line typescript/no-base-to-string
  const text = drawn?.toString()
  if (typeof text !== "string") throw new Error("A part of a page was not drawn at once.")
  return text
}

const textOf = (content: string | Uint8Array, extra: Partial<Reply>): Reply =>
  textReply(
    { content, mediaType: "text/html; charset=utf-8" },
    { ...extra, headers: { ...pageHeaders, ...extra.headers } },
  )

import type { Problem } from "@fleetprompt/sdk/contracts"
import type { Context } from "hono"
import { matchesEtag } from "./etag.ts"
import type { Reply, ReplyFile } from "./reply.ts"

/**
 * The headers of a reply while it is made. A plain object goes to the socket as it is, where setting them one by one
 * on the context costs more than a small route itself (guides: stock middleware).
 */
export type ReplyHeaders = Record<string, string>

export function sendReply(c: Context, headers: ReplyHeaders, reply: Reply): Response {
  const { status, file, text } = reply
  const isRead = c.req.method === "GET" || c.req.method === "HEAD"
  const isPublic = isRead && c.req.header("authorization") === undefined && !reply.momentary
  headers["cache-control"] = isPublic ? publicCaching(reply) : "private, no-store"
  headers["vary"] = "Authorization"
  if (file !== undefined) Object.assign(headers, fileHeaders(file, isPublic))
  if (reply.etag !== undefined) headers["etag"] = reply.etag
  if (reply.location !== undefined) headers["location"] = reply.location
  if (reply.replayed) headers["idempotency-replayed"] = "true"
  Object.assign(headers, reply.headers)
  if (reply.etag !== undefined && isRead && matchesEtag(c.req.header("if-none-match"), reply.etag)) {
    return new Response(null, { status: 304, headers })
  }
  if (c.req.method !== "HEAD") reply.onSent?.()
  if (file !== undefined) return new Response(Uint8Array.from(file.bytes), { status, headers })
  if (reply.status === 303 || reply.status === 308) return withCookies(new Response(null, { status, headers }), reply)
  headers["content-type"] = text?.mediaType ?? "application/json"
  const body = (text?.content as BodyInit | undefined) ?? JSON.stringify(reply.body)
  return withCookies(new Response(body, { status, headers }), reply)
}

function withCookies(response: Response, { cookies = [] }: Reply): Response {
  for (const cookie of cookies) response.headers.append("set-cookie", cookie)
  return response
}

const publicCaching = ({ publicForMs }: Reply): string =>
  publicForMs === undefined ? "public, max-age=30, stale-while-revalidate=60" : `public, max-age=${publicForMs / 1_000}`

/** A file of a stranger's is shown or saved, and does nothing else, wherever it is opened. */
const fileHeaders = ({ mediaType, name }: ReplyFile, isPublic: boolean) => ({
  "content-type": mediaType,
  "content-disposition": `inline; filename="${name}"`,
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "cross-origin",
  ...(isPublic ? { "cache-control": "public, max-age=31536000, immutable" } : {}),
})

export function sendProblem(headers: ReplyHeaders, problem: Problem): Response {
  headers["cache-control"] = "no-store"
  headers["content-type"] = "application/problem+json"
  if (problem.status === 401) headers["www-authenticate"] = "Bearer"
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}

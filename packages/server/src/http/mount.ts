import type { Problem } from "@fleetprompt/sdk/contracts"
import type { Context, Hono } from "hono"
import type { AppContext } from "../domain/context.ts"
import { notFound, Refusal } from "../domain/refusal.ts"
import { matchesEtag } from "./etag.ts"
import { problemOf } from "./problem.ts"
import { readJson } from "./read-body.ts"
import type { Reply } from "./reply.ts"
import type { RawRequest, Route } from "./route.ts"

/** Longer addresses than any of ours; refused before routing. */
const urlLengthMax = 8_192

/** Puts the route map on a Hono app and gives every request its id, its log line and, where needed, its problem. */
export function mount(app: Hono, context: AppContext, routes: readonly Route[]): void {
  for (const route of routes) {
    app.on(route.method, route.path, (c) => serve(context, c, route.path, (raw) => route.answer(context, raw)))
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const allow = allowedMethods(routes, path)
    app.all(path, (c) => {
      c.header("allow", allow)
      return serve(context, c, path, () => {
        throw new Refusal("METHOD_NOT_ALLOWED", `This address takes ${allow}.`)
      })
    })
  }
  app.notFound((c) =>
    serve(context, c, "(unknown)", () => {
      throw notFound("address")
    }),
  )
}

/** HEAD is answered wherever GET is (RFC 9110 §9.3.2). */
const allowedMethods = (routes: readonly Route[], path: string): string =>
  routes
    .filter((route) => route.path === path)
    .flatMap(({ method }) => (method === "GET" ? [method, "HEAD"] : [method]))
    .join(", ")

async function serve(
  context: AppContext,
  c: Context,
  path: string,
  answer: (raw: RawRequest) => Promise<Reply>,
): Promise<Response> {
  const requestId = context.newId("request")
  const startedAtMs = context.nowMs()
  const response = await respond(context, c, requestId, answer)
  // The pattern, never the address itself: an address can hold what somebody pasted there.
  const fields = {
    requestId,
    method: c.req.method,
    path,
    status: response.status,
    durationMs: context.nowMs() - startedAtMs,
  }
  context.log.info(fields, "request")
  return response
}

async function respond(
  context: AppContext,
  c: Context,
  requestId: string,
  answer: (raw: RawRequest) => Promise<Reply>,
): Promise<Response> {
  c.header("x-request-id", requestId)
  c.header("x-content-type-options", "nosniff")
  try {
    if (c.req.url.length > urlLengthMax) throw new Refusal("URI_TOO_LONG", "The address is too long.")
    return sendReply(c, await answer(rawRequest(c, requestId)))
  } catch (error) {
    return sendProblem(c, problemOf(error, requestId, context.log))
  }
}

const rawRequest = (c: Context, requestId: string): RawRequest => ({
  requestId,
  params: c.req.param(),
  query: new URL(c.req.url).searchParams,
  header: (name) => c.req.header(name),
  readJson: () => readJson(c.req.raw),
})

function sendReply(c: Context, reply: Reply): Response {
  const isRead = c.req.method === "GET" || c.req.method === "HEAD"
  const isPublic = isRead && c.req.header("authorization") === undefined && !reply.momentary
  c.header("cache-control", isPublic ? "public, max-age=30, stale-while-revalidate=60" : "private, no-store")
  c.header("vary", "Authorization")
  if (reply.etag !== undefined) c.header("etag", reply.etag)
  if (reply.location !== undefined) c.header("location", reply.location)
  if (reply.replayed) c.header("idempotency-replayed", "true")
  if (reply.etag !== undefined && isRead && matchesEtag(c.req.header("if-none-match"), reply.etag)) {
    return c.body(null, 304)
  }
  return c.json(reply.body, reply.status)
}

function sendProblem(c: Context, problem: Problem): Response {
  c.header("cache-control", "no-store")
  if (problem.status === 401) c.header("www-authenticate", "Bearer")
  return c.body(JSON.stringify(problem), problem.status as 400, { "content-type": "application/problem+json" })
}

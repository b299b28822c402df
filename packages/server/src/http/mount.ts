import type { HttpBindings } from "@hono/node-server"
import type { Problem, RateLimitState } from "@fleetprompt/sdk/contracts"
import type { Context, Hono } from "hono"
import type { AppContext } from "../domain/context.ts"
import { notFound, Refusal } from "../domain/refusal.ts"
import { clientNetwork } from "./client-address.ts"
import { isOpenToPages, pageHeaders, preflightHeaders } from "./cors.ts"
import { requireHost } from "./host.ts"
import { limitHeaders, secondsUntilReset } from "./limit.ts"
import { problemOf } from "./problem.ts"
import { bodyReader, readContent, readJson } from "./read-body.ts"
import type { Reply } from "./reply.ts"
import type { RawRequest, Route, Teller } from "./route.ts"
import { type ReplyHeaders, sendProblem, sendReply } from "./send.ts"

/** Longer addresses than any of ours; refused before routing. */
const urlLengthMax = 8_192

/** Puts the route map on a Hono app and gives every request its id, its log line and, where needed, its problem. */
export function mount(app: Hono, context: AppContext, routes: readonly Route[], tellPeople: Teller): void {
  for (const route of routes) {
    const open = isOpenToPages(route)
    app.on(route.method, route.path, (c) => {
      const headers = open && c.req.header("authorization") === undefined ? { ...pageHeaders } : {}
      return serve(context, c, route.path, headers, (raw) => route.answer(context, raw), route.tell)
    })
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const allow = allowedMethods(routes, path)
    const open = routes.some((route) => route.path === path && isOpenToPages(route))
    const tell = routes.find((route) => route.path === path)?.tell
    app.all(path, (c) => {
      if (open && isPreflight(c)) return c.body(null, 204, preflightHeaders)
      const refuse = () => {
        throw new Refusal("METHOD_NOT_ALLOWED", `This address takes ${allow}.`)
      }
      return serve(context, c, path, { allow }, refuse, tell)
    })
  }
  app.notFound((c) => serve(context, c, "(unknown)", {}, refuseUnknown, isForPeople(c) ? tellPeople : undefined))
}

const refuseUnknown = (): never => {
  throw notFound("address")
}

/** Whether somebody looks at this with a browser, as far as an address that is none can tell. */
const isForPeople = (c: Context): boolean =>
  !c.req.path.startsWith("/v1/") && (c.req.header("accept") ?? "").includes("text/html")

const isPreflight = (c: Context): boolean =>
  c.req.method === "OPTIONS" && c.req.header("access-control-request-method") === "GET"

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
  headers: ReplyHeaders,
  answer: (raw: RawRequest) => Promise<Reply>,
  tell?: Teller,
): Promise<Response> {
  const requestId = context.newId("request")
  const startedAtMs = context.nowMs()
  const response = await respond(context, c, requestId, headers, answer, tell)
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
  headers: ReplyHeaders,
  answer: (raw: RawRequest) => Promise<Reply>,
  tell: Teller | undefined,
): Promise<Response> {
  headers["x-request-id"] = requestId
  headers["x-content-type-options"] = "nosniff"
  let limit: RateLimitState | undefined
  const tellLimit = (state: RateLimitState) => {
    limit = state
    Object.assign(headers, limitHeaders(state, context.nowMs()))
  }
  try {
    requireHost(context.settings.hosts, c.req.header("host"))
    if (c.req.url.length > urlLengthMax) throw new Refusal("URI_TOO_LONG", "The address is too long.")
    return sendReply(c, headers, await answer(rawRequest(context, c, requestId, tellLimit)))
  } catch (error) {
    if (limit !== undefined && error instanceof Refusal && error.code === "RATE_LIMITED") {
      headers["retry-after"] = String(Math.max(1, secondsUntilReset(limit, context.nowMs())))
    }
    const problem = problemOf(error, requestId, context.log)
    return tell === undefined ? sendProblem(headers, problem) : await sendWords(context, c, headers, problem, tell)
  }
}

/** A refusal in the words of a page. Where even these cannot be made, as a problem. */
async function sendWords(
  context: AppContext,
  c: Context,
  headers: ReplyHeaders,
  problem: Problem,
  tell: Teller,
): Promise<Response> {
  try {
    const { pathname: path, searchParams: query } = new URL(c.req.url)
    const visit = { method: c.req.method, path, query, header: (name: string) => c.req.header(name) }
    const words = await tell(context, visit, problem)
    return sendReply(c, headers, { ...words, status: problem.status })
  } catch (error) {
    return sendProblem(headers, problemOf(error, problem.requestId, context.log))
  }
}

const rawRequest = (
  { settings }: AppContext,
  c: Context,
  requestId: string,
  tellLimit: RawRequest["tellLimit"],
): RawRequest => {
  const url = new URL(c.req.url)
  const readBody = bodyReader(c.req.raw)
  return {
    requestId,
    method: c.req.method,
    path: url.pathname,
    signal: c.req.raw.signal,
    clientNetwork: clientNetwork(peerOf(c), c.req.header("x-forwarded-for"), settings.trustedProxies),
    tellLimit,
    params: c.req.param(),
    query: url.searchParams,
    header: (name) => c.req.header(name),
    readBody,
    readJson: () => readJson(c.req.raw, readBody),
    readContent: (rule) => readContent(c.req.raw, rule),
  }
}

/** The other end of the connection; empty where a request came by no connection, as in a test. */
const peerOf = (c: Context): string =>
  (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress ?? ""

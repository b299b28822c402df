import type { IncomingHttpHeaders } from "node:http"
import { isObject } from "../../shape.ts"
import { authenticate } from "./authenticate.ts"
import { newId } from "./mint.ts"
import { problemOf, RegistryRefusal } from "./problem.ts"
import type { World } from "./records.ts"
import { type Route, routes } from "./routes.ts"

/** A request with its whole body. */
export interface Incoming {
  readonly method: string
  /** Path and query. */
  readonly address: string
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

/** What goes back. */
export interface Outgoing {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** The route an address and method belong to. @throws RegistryRefusal NOT_FOUND, METHOD_NOT_ALLOWED. */
export function routeOf({ method, address }: Pick<Incoming, "method" | "address">): { route: Route; id: string } {
  const path = pathOf({ address })
  const here = routes.filter((route) => route.path.test(path))
  const route: Route | undefined = here.find((each) => each.method === method)
  if (route) return { route, id: route.path.exec(path)?.[1] ?? "" }
  if (here.length === 0) throw new RegistryRefusal("NOT_FOUND", "There is no such address.")
  throw new RegistryRefusal("METHOD_NOT_ALLOWED", `This address takes ${methodsAt(path)}.`)
}

const methodsAt = (path: string): string =>
  routes
    .filter((route) => route.path.test(path))
    .map(({ method }) => (method === "GET" ? "GET, HEAD" : method))
    .join(", ")

/** Does what is asked and says so, or refuses. */
export function answer(world: World, incoming: Incoming): Outgoing {
  const outgoing = attempted(world, incoming)
  const isOpen = routes.some(({ access, path }) => access === "anyone" && path.test(pathOf(incoming)))
  if (isOpen && incoming.headers.authorization === undefined) outgoing.headers["access-control-allow-origin"] = "*"
  if (outgoing.status === 405) outgoing.headers["allow"] = methodsAt(pathOf(incoming))
  return outgoing
}

function attempted(world: World, incoming: Incoming): Outgoing {
  try {
    const { route, id } = routeOf(incoming)
    const body = perform(world, incoming, route, id)
    const cache = route.access === "anyone" ? route.cache : "private, no-store"
    const headers = headersOf("application/json", cache, newId("req"))
    headers["vary"] = "Authorization"
    if (route.status === 201 && "handoffId" in body) headers["location"] = `/v1/handoffs/${String(body.handoffId)}`
    return { status: route.status, headers, body: JSON.stringify(body) }
  } catch (error) {
    return refuse(error instanceof RegistryRefusal ? error : internal(error))
  }
}

/** A refusal as it goes back. */
export function refuse(refusal: RegistryRefusal): Outgoing {
  const requestId = newId("req")
  const problem = problemOf(refusal, requestId)
  const headers = headersOf("application/problem+json", "no-store", requestId)
  if (problem.status === 401) headers["www-authenticate"] = "Bearer"
  return { status: problem.status, headers, body: JSON.stringify(problem) }
}

function perform(world: World, incoming: Incoming, route: Route, id: string): object {
  const { method, address, headers, bytes } = incoming
  if (route.access === "anyone") return route.answer(world, new URL(address, world.url).searchParams, id)
  const url = world.url + pathOf(incoming)
  const caller = authenticate(world, headers.authorization, { method, url, bytes })
  return route.answer({ world, caller, id, headers, body: method === "GET" ? undefined : jsonOf(incoming) })
}

function jsonOf({ headers, bytes }: Incoming): unknown {
  if (headers["content-type"]?.split(";")[0]?.trim().toLowerCase() !== "application/json")
    throw new RegistryRefusal(
      "UNSUPPORTED_MEDIA_TYPE",
      "The body must be sent as application/json without a Content-Encoding.",
    )
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    throw new RegistryRefusal("INVALID_JSON", "The body is not JSON.")
  }
}

const headersOf = (mediaType: string, cache: string, requestId: string): Record<string, string> => ({
  "content-type": mediaType,
  "cache-control": cache,
  "x-content-type-options": "nosniff",
  "x-request-id": requestId,
})

const pathOf = ({ address }: Pick<Incoming, "address">): string => address.split("?")[0] ?? ""

const internal = (error: unknown): RegistryRefusal =>
  new RegistryRefusal("INTERNAL", isObject(error) ? String(error["stack"]) : String(error))

import { type Connection, headerValue } from "./connection.ts"
import type { CreateOptions, Endpoint } from "./endpoint.ts"
import { withQuery } from "./path.ts"
import type { WireRequest } from "./transport/transport.ts"

/**
 * Writes down what every attempt of a call sends alike: the body is the same text and the Idempotency-Key the
 * same key. Only the credential is added for each attempt.
 * @throws TypeError for a path, header or body that cannot be written.
 */
export function requestOf<T>(connection: Connection, endpoint: Endpoint<T>, options: CreateOptions): WireRequest {
  const address = connection.base.path + endpoint.path()
  return {
    method: endpoint.method,
    origin: connection.base.origin,
    path: "query" in endpoint && endpoint.query ? withQuery(address, endpoint.query) : address,
    headers: {
      accept: "application/json, application/problem+json",
      "user-agent": connection.userAgent,
      ...headersOf(endpoint, options),
    },
    body: bodyOf(endpoint),
  }
}

function bodyOf<T>(endpoint: Endpoint<T>): WireRequest["body"] {
  if ("content" in endpoint) return endpoint.content.bytes
  return "body" in endpoint ? JSON.stringify(endpoint.body) : undefined
}

function typeOf<T>(endpoint: Endpoint<T>): string | undefined {
  if ("content" in endpoint) return endpoint.content.mediaType
  return "body" in endpoint && endpoint.body !== undefined ? "application/json" : undefined
}

function headersOf<T>(endpoint: Endpoint<T>, options: CreateOptions): Record<string, string> {
  const { method } = endpoint
  if (method === "GET") return endpoint.known === undefined ? {} : { "if-none-match": endpoint.known.etag }
  if (method === "DELETE") return {}
  const type = typeOf(endpoint)
  const headers: Record<string, string> = type === undefined ? {} : { "content-type": headerValue("mediaType", type) }
  if (method === "PUT") return headers
  if (method === "PATCH") return { ...headers, "if-match": headerValue("ifMatch", endpoint.ifMatch) }
  const key = options.idempotencyKey ?? crypto.randomUUID()
  return { ...headers, "idempotency-key": headerValue("idempotencyKey", key) }
}

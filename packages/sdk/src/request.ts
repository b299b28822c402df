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
  const address = connection.baseUrl + endpoint.path()
  return {
    method: endpoint.method,
    url: endpoint.method === "GET" ? withQuery(address, endpoint.query ?? {}) : address,
    headers: {
      accept: "application/json, application/problem+json",
      "user-agent": connection.userAgent,
      ...conditionsOf(endpoint, options),
    },
    body: endpoint.method === "GET" ? undefined : JSON.stringify(endpoint.body),
  }
}

function conditionsOf<T>(endpoint: Endpoint<T>, options: CreateOptions): Record<string, string> {
  if (endpoint.method === "GET") return {}
  const headers = { "content-type": "application/json" }
  if (endpoint.method === "PUT") return headers
  if (endpoint.method === "PATCH") return { ...headers, "if-match": headerValue("ifMatch", endpoint.ifMatch) }
  const key = options.idempotencyKey ?? crypto.randomUUID()
  return { ...headers, "idempotency-key": headerValue("idempotencyKey", key) }
}

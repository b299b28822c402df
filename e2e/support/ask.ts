import { randomUUID } from "node:crypto"

/** A reply in the raw: `body` is what the route promises, or a problem. */
export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown> & { readonly code?: string }
}

/** Who asks, and which server. */
export interface Asker {
  readonly url: string
  readonly token: string
}

/** Sends one request as it is, without a retry. A POST carries a fresh idempotency key unless told another, or none. */
export async function ask(
  { url, token }: Asker,
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: unknown,
  key: string | null = method === "POST" ? randomUUID() : null,
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(key === null ? {} : { "idempotency-key": key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Answer["body"] }
}

/** The same where only success makes sense. @throws Error with the problem's words. */
export async function must(...request: Parameters<typeof ask>): Promise<Answer["body"]> {
  const { status, body } = await ask(...request)
  if (status >= 400) throw new Error(`${request[1]} ${request[2]} was answered ${status}: ${String(body["detail"])}`)
  return body
}

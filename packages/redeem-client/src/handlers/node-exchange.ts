import { isObject } from "../shape.ts"

/** What is used of a request of Node's server, or of a framework's on top of it. */
export interface NodeRequest {
  method?: string | undefined
  url?: string | undefined
  headers: Record<string, string | string[] | undefined>
  /** What a body parser made of the body; undefined where none ran. */
  body?: unknown
}

/** What is used of a response of Node's server. */
export interface NodeResponse {
  statusCode: number
  setHeader: (name: string, value: string | string[]) => unknown
  end: (body: string) => unknown
}

/** The request as the web has it. Only its path and host are true: of a scheme behind a proxy nobody knows here. */
export function requestOf({ method = "GET", headers, body }: NodeRequest, url: string): Request {
  const sent = new Headers()
  for (const [name, value] of Object.entries(headers))
    // HTTP/2 has names of its own.
    if (value !== undefined && !name.startsWith(":")) sent.set(name, Array.isArray(value) ? value.join(", ") : value)
  const address = new URL(url, `http://${sent.get("host") ?? "localhost"}`)
  const init = { method, headers: sent }
  return new Request(address, method === "POST" ? { ...init, body: textOf(body, sent.get("content-type")) } : init)
}

/** The text a body parser has read, near enough for a form or a flat JSON object. */
function textOf(body: unknown, type: string | null): string {
  if (typeof body === "string") return body
  if (body instanceof Uint8Array) return new TextDecoder().decode(body)
  if (!isObject(body)) return ""
  const isForm = type?.toLowerCase().startsWith("application/x-www-form-urlencoded")
  const fields = Object.entries(body).filter((field): field is [string, string] => typeof field[1] === "string")
  return isForm ? new URLSearchParams(fields).toString() : JSON.stringify(Object.fromEntries(fields))
}

/** Sends a response of ours: headers, cookies and a short text. */
export async function sendResponse(response: Response, to: NodeResponse): Promise<void> {
  to.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== "set-cookie") to.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) to.setHeader("set-cookie", cookies)
  to.end(await response.text())
}

import type { Hono } from "hono"
import { parse } from "parse5"

/** What a browser was given. */
export interface Seen {
  readonly status: number
  readonly headers: Headers
  readonly html: string
}

/** Somebody with a browser that runs no script: they follow links and send forms. */
export class Visitor {
  readonly #app: Hono
  readonly #standard: Record<string, string>

  constructor(app: Hono, standard: Record<string, string> = {}) {
    this.#app = app
    this.#standard = standard
  }

  get = (path: string, headers: Record<string, string> = {}): Promise<Seen> =>
    this.#see(path, { headers: { accept: "text/html", ...this.#standard, ...headers } })

  /** Sends a form from a page of the same site, unless the headers say otherwise. */
  send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Seen> =>
    this.#see(path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { accept: "text/html", "sec-fetch-site": "same-origin", ...this.#standard, ...headers },
    })

  /** Sends a form with a file, as a browser does with one that says so. */
  sendFile = async (
    path: string,
    fields: Record<string, string>,
    file: { readonly name: string; readonly bytes: Uint8Array; readonly type: string },
    headers: Record<string, string> = {},
  ): Promise<Seen> => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    body.append(file.name, new Blob([Uint8Array.from(file.bytes)], { type: file.type }), "picture")
    const written = new Response(body)
    const standard = {
      accept: "text/html",
      "sec-fetch-site": "same-origin",
      "content-type": written.headers.get("content-type") ?? "",
      ...this.#standard,
    }
    return await this.#see(path, { method: "POST", body: await written.bytes(), headers: { ...standard, ...headers } })
  }

  async #see(path: string, init: RequestInit): Promise<Seen> {
    const response = await this.#app.request(path, init)
    return { status: response.status, headers: response.headers, html: await response.text() }
  }
}

interface Node {
  readonly nodeName: string
  readonly value?: string
  readonly childNodes?: readonly Node[]
}

/** The words of a page as somebody reads them, without its head. */
export function wordsOf({ html }: Pick<Seen, "html">): string {
  const collect = (node: Node): string => {
    if (node.nodeName === "head") return ""
    return node.nodeName === "#text" ? (node.value ?? "") : (node.childNodes ?? []).map(collect).join(" ")
  }
  return collect(parse(html) as Node)
    .replaceAll(/\s+/g, " ")
    .trim()
}

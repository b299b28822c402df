import { createCookies, type Site } from "./cookies.ts"
import { type Button, type Form, formsOf, type Page } from "./page.ts"
import { CaseFailure } from "./verdict.ts"

/** How a request goes out. */
export interface SendOptions {
  /** Where it comes from. Default: `same-origin`. */
  readonly site?: Site | undefined
  /** The origin of the page it comes from, where that is another one. */
  readonly origin?: string | undefined
}

/** A buyer's browser as far as the handoff needs one: it keeps cookies, follows redirects and sends forms. */
export interface Browser {
  get(url: string, options?: SendOptions): Promise<Page>
  postJson(url: string, body: unknown, options?: SendOptions): Promise<Page>
  postForm(url: string, fields: Record<string, string>, options?: SendOptions): Promise<Page>
  /** Sends a form by one of its buttons. */
  press(form: Form, button: Button | undefined, options?: SendOptions): Promise<Page>
  setCookie(name: string, value: string): void
  /** Sends a header with every request from now on, as a proxy in front of the target may. */
  setHeader(name: string, value: string): void
  /** Every address that was opened or led to, and every body that was shown. */
  readonly seen: { readonly addresses: string[]; readonly bodies: string[] }
}

type Fetch = (request: Request) => Promise<Response> | Response

const redirectsMax = 10

/** @throws CaseFailure, from every request, where the target gives no answer in time. */
export function createBrowser(fetch: Fetch, patienceMs: number): Browser {
  const cookies = createCookies()
  const extra = new Map<string, string>()
  const seen = { addresses: [] as string[], bodies: [] as string[] }

  async function send(
    url: string,
    init: RequestInit,
    { site = "same-origin", origin }: SendOptions,
  ): Promise<Response> {
    const { method = "GET" } = init
    const headers = new Headers(init.headers)
    for (const [name, value] of extra) headers.set(name, value)
    headers.set("sec-fetch-site", site)
    if (method !== "GET") headers.set("origin", origin ?? new URL(url).origin)
    const cookie = cookies.headerFor(site, method)
    if (cookie !== undefined) headers.set("cookie", cookie)
    seen.addresses.push(url)
    const response = await inTime(fetch, new Request(url, { ...init, headers, redirect: "manual" }), patienceMs)
    cookies.keep(response.headers)
    return response
  }

  async function open(url: string, init: RequestInit, options: SendOptions = {}): Promise<Page> {
    let response = await send(url, init, options)
    let at = url
    for (let redirects = 0; redirects < redirectsMax; redirects++) {
      const location = response.headers.get("location")
      if (location === null || response.status < 300 || response.status > 399) break
      at = new URL(location, at).href
      seen.addresses.push(at)
      // Another origin is not the target's: there the browser is gone.
      if (new URL(at).origin !== new URL(url).origin) break
      response = await send(at, { method: "GET" }, { site: options.site })
    }
    const text = await response.text()
    seen.bodies.push(text)
    return { url: at, status: response.status, headers: response.headers, text, forms: formsOf(text, at) }
  }

  const postForm: Browser["postForm"] = (url, fields, options) =>
    open(url, { method: "POST", body: new URLSearchParams(fields) }, options)
  return {
    get: (url, options) => open(url, { method: "GET" }, options),
    postJson: (url, body, options) =>
      open(
        url,
        { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
        options,
      ),
    postForm,
    press: ({ action, fields }, button, options) =>
      postForm(
        action,
        { ...fields, ...(button && button.name !== "" ? { [button.name]: button.value } : {}) },
        options,
      ),
    setCookie: (name, value) => cookies.set(name, value),
    setHeader: (name, value) => void extra.set(name, value),
    seen,
  }
}

async function inTime(fetch: Fetch, request: Request, patienceMs: number): Promise<Response> {
  const { promise, reject } = Promise.withResolvers<never>()
  const path = new URL(request.url).pathname
  const timer = setTimeout(() => {
    reject(new CaseFailure(`${request.method} ${path} had no answer after ${patienceMs} ms.`))
  }, patienceMs)
  try {
    return await Promise.race([answered(fetch, request), promise])
  } finally {
    clearTimeout(timer)
  }
}

/** A target that breaks down over a request has answered it, in its way. */
async function answered(fetch: Fetch, request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch {
    return new Response("", { status: 500 })
  }
}

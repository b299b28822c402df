/** What a page said, tags taken away. */
export interface Seen {
  readonly status: number
  readonly text: string
}

/**
 * A buyer's browser as far as the handoff needs one: it keeps cookies, does what the landing page's script does with
 * the fragment, and sends forms.
 */
export class Browser {
  readonly #cookies = new Map<string, string>()
  #page = { url: "", html: "" }

  async get(url: string): Promise<Seen> {
    return await this.#send(url, { method: "GET" })
  }

  async submit(url: string, fields: Record<string, string>): Promise<Seen> {
    return await this.#send(url, { method: "POST", body: new URLSearchParams(fields) })
  }

  /** Follows an install link: loads its page, posts what the fragment says to it, and goes on to the confirm page. */
  async follow(link: string): Promise<Seen> {
    const { origin, pathname, hash } = new URL(link)
    await this.get(`${origin}${pathname}`)
    const headers = { "content-type": "application/json" }
    const body = JSON.stringify({ link: hash })
    const parked = await this.#send(`${origin}${pathname}`, { method: "POST", body, headers })
    return parked.status === 200 ? await this.get(`${origin}${pathname}/confirm`) : parked
  }

  /** Presses a button of the form on the page that is shown. */
  async press(answer: string): Promise<Seen> {
    const { url, html } = this.#page
    if (!html.includes(`value="${answer}"`)) throw new Error(`There is no button for ${answer}: ${textOf(html)}`)
    const hidden = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)]
    return await this.submit(url, { ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])), answer })
  }

  /** Where a form leads that is answered with a redirect to another site, which is not followed. */
  async leave(url: string, fields: Record<string, string>): Promise<string> {
    const response = await this.#fetch(url, { method: "POST", body: new URLSearchParams(fields) })
    return response.headers.get("location") ?? ""
  }

  async #send(url: string, init: RequestInit): Promise<Seen> {
    const response = await this.#fetch(url, init)
    const location = response.headers.get("location")
    if (location !== null) return await this.get(new URL(location, url).href)
    this.#page = { url, html: await response.text() }
    return { status: response.status, text: textOf(this.#page.html) }
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set("cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "))
    headers.set("sec-fetch-site", "same-origin")
    const response = await fetch(url, { ...init, headers, redirect: "manual" })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      this.#cookies.set(name, value)
    }
    return response
  }
}

const textOf = (page: string): string =>
  page
    .replaceAll(/<(script|style|title)[^]*?<\/\1>/g, " ")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()

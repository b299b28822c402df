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
  #cookie = ""

  async get(url: string): Promise<Seen> {
    return await this.#send(url, { method: "GET" })
  }

  async submit(url: string, fields: Record<string, string>): Promise<Seen> {
    return await this.#send(url, { method: "POST", body: new URLSearchParams(fields) })
  }

  /** Follows an install link: loads its page, and posts the fragment's token to it. */
  async follow(link: string): Promise<Seen> {
    const { origin, pathname, hash } = new URL(link)
    await this.get(`${origin}${pathname}`)
    const fragment = new URLSearchParams(hash.slice(1))
    const body = JSON.stringify({ token: fragment.get("fp_token"), issuer: fragment.get("fp_iss") })
    return await this.#send(`${origin}${pathname}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    })
  }

  async #send(url: string, init: RequestInit): Promise<Seen> {
    const headers = new Headers(init.headers)
    if (this.#cookie !== "") headers.set("cookie", this.#cookie)
    headers.set("sec-fetch-site", "same-origin")
    const response = await fetch(url, { ...init, headers, redirect: "manual" })
    this.#cookie = response.headers.get("set-cookie")?.split(";")[0] ?? this.#cookie
    const location = response.headers.get("location")
    if (location !== null) return await this.get(new URL(location, url).href)
    return { status: response.status, text: textOf(await response.text()) }
  }
}

const textOf = (page: string): string =>
  page
    .replaceAll(/<(script|title)[^]*?<\/\1>/g, " ")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()

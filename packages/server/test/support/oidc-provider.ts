import { createServer } from "node:http"
import { Provider } from "oidc-provider"
import { vi } from "vitest"

export const clientId = "fleetprompt"
export const clientSecret = "a secret of the client's, long enough"

/** A complete identity provider on this machine, with pages of its own. Whoever types a name there is let in as it. */
export interface OidcProvider {
  readonly issuer: string
  /** Walks through its pages as `name`, and returns the address that the browser is sent back to. */
  signIn(location: string, name: string): Promise<URL>
  /** Turns back at its first page instead. */
  abort(location: string): Promise<URL>
  close(): Promise<void>
}

/** Starts one that knows a registry under that address as a client of its own. */
export async function startOidcProvider(redirectUri: string): Promise<OidcProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  // It says at length that its pages and keys are for tests.
  const quiet = [vi.spyOn(console, "info"), vi.spyOn(console, "warn")].map((spy) => spy.mockReturnValue())
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    cookies: { keys: ["a key for the cookies of this one run"] },
    pkce: { required: () => true },
    features: {
      rpInitiatedLogout: {
        logoutSource: (context, form) => {
          context.body = `<!doctype html>${form}<button form="op.logoutForm" name="logout" value="yes">Yes</button>`
        },
        postLogoutSuccessSource: (context) => {
          context.body = "Signed out."
        },
      },
    },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    ttl: { Session: 3_600, Grant: 3_600, Interaction: 3_600, AccessToken: 3_600, IdToken: 3_600 },
  })
  for (const spy of quiet) spy.mockRestore()
  const answer = provider.callback()
  server.on("request", (request, response) => void answer(request, response))
  return {
    issuer,
    async signIn(location, name) {
      const browser = new Wanderer(issuer)
      const login = await browser.go(location)
      const consent = await browser.go(login, { prompt: "login", login: name, password: "any" })
      return await browser.go(consent, { prompt: "consent" })
    },
    async abort(location) {
      const browser = new Wanderer(issuer)
      const login = await browser.go(location)
      return await browser.go(`${login}/abort`)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Somebody on the provider's pages: keeps cookies, sends forms, and goes where they lead. */
class Wanderer {
  readonly #issuer: string
  readonly #cookies = new Map<string, string>()

  constructor(issuer: string) {
    this.#issuer = issuer
  }

  /** Follows redirects to the next page of the provider's, or to the first address elsewhere. */
  async go(address: string | URL, fields?: Record<string, string>): Promise<URL> {
    const url = new URL(address)
    if (url.origin !== this.#issuer) return url
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const body = fields && new URLSearchParams(fields)
    const init = { headers: { cookie }, redirect: "manual", ...(body && { method: "POST", body }) } as const
    const response = await fetch(url, init)
    for (const kept of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(kept) ?? []
      this.#cookies.set(name, value)
    }
    const location = response.headers.get("location")
    if (response.status === 200) return url
    if (location === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`)
    return await this.go(new URL(location, url))
  }
}

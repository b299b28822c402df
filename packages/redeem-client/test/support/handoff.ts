import { memoryStore, type Redemption } from "@fleetprompt/redeem-client"
import { createInstallRoutes, type InstallRoutes, type InstallRoutesOptions } from "@fleetprompt/redeem-client/handlers"
import type { Introspection } from "@fleetprompt/sdk/contracts"
import { newInstallToken, subject } from "./credentials.ts"
import { goodReply } from "./fixtures.ts"
import { type SeenRequest, requestId } from "./registry.ts"
import { testRedeemer } from "./redeemer.ts"

export const origin = "https://whs.example"
const registry = "https://registry.example"

/** What a live token shows. */
export const preview: Extract<Introspection, { active: true }> = {
  active: true,
  installIntentId: "ins_4kQz7Wm2RtYp9XcVb1NsLd",
  listing: { slug: "acme/support-triage", name: "Support Triage", assetKind: "whs_agent" },
  publisher: { handle: "acme", displayName: "Acme", verifiedAtMs: null },
  release: { version: "1.4.0", digest: `sha256:${"0".repeat(64)}` },
  targetContext: { telespaceId: "tsp_71f0" },
  expiresAtMs: 1_790_000_900_000,
  subjectMatches: true,
}

/** The link a registry leads the buyer's browser to. */
export const linkOf = (token: string, { state, issuer = registry }: { state?: string; issuer?: string } = {}) =>
  `#${new URLSearchParams({ fp_token: token, fp_iss: issuer, ...(state === undefined ? {} : { fp_state: state }) })}`

/**
 * A registry whose tokens are live, that redeems each once and replays it. The steps in `failing` are answered with a
 * 503, those in `losing` as well, after the registry has acted.
 */
export function handoffRegistry(overrides: { preview?: object; redeem?: () => Response; current?: object } = {}) {
  const requests: Pick<SeenRequest, "url" | "body">[] = []
  const failing = new Set<string>()
  const losing = new Set<string>()
  const redeemed = new Map<string, unknown>()
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const body: Record<string, unknown> = await request.json()
    requests.push({ url: request.url, body })
    const step = new URL(request.url).pathname.split("/").at(-1) ?? ""
    if (failing.has(step)) return reply({ code: "UNAVAILABLE", retryable: true }, 503)
    if (step === "introspect")
      return reply(redeemed.has(String(body["token"])) ? { active: false } : { ...preview, ...overrides.preview })
    if (step === "outcome")
      return reply({ installIntentId: preview.installIntentId, outcome: body["outcome"], outcomeAtMs: 1 })
    if (step === "handoffs")
      return reply(
        { handoffId: "hof_4kQz7Wm2RtYp9XcVb1NsLd", startUrl: `${registry}/install?handoff=hof_1`, expiresAtMs: 1 },
        201,
      )
    if (overrides.redeem) return overrides.redeem()
    const id = String(body["redemptionId"])
    const replayed = redeemed.has(String(body["token"]))
    redeemed.set(String(body["token"]), id)
    if (losing.has(step)) return reply({ code: "UNAVAILABLE", retryable: true }, 503)
    const made = goodReply(id)
    return reply({ ...made, replayed, current: { ...made.current, ...overrides.current } })
  }
  const asked = (step: string) => requests.filter(({ url }) => url.endsWith(`/${step}`)).map(({ body }) => body)
  return { fetch, requests, asked, failing, losing }
}

function reply(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "x-request-id": requestId } })
}

/** A target with install routes, and a note of what it installed. */
export function handoffTarget(
  at: { fetch: typeof globalThis.fetch },
  options: Partial<InstallRoutesOptions> & { maxRetries?: number } = {},
) {
  const { maxRetries = 0, ...given } = options
  const store = given.store ?? memoryStore()
  const installed: string[] = []
  const install = ({ redemptionId }: Redemption) => {
    installed.push(redemptionId)
    return { outcome: "completed", targetInstallRef: `agent-${installed.length}` } as const
  }
  const redeemer = testRedeemer({ fetch: at.fetch, store, maxRetries })
  const rules = { subject: () => subject, authorize: () => true, install, ...given, store }
  return { routes: createInstallRoutes(redeemer, rules), installed, store, redeemer }
}

/** A browser: it keeps cookies, says where a request comes from and follows redirects within the site. */
export class TestBrowser {
  readonly #handle: (request: Request) => Promise<Response>
  readonly cookies = new Map<string, string>()

  constructor(routes: Pick<InstallRoutes, "handle">) {
    this.#handle = async (request) => (await routes.handle(request)) ?? new Response(null, { status: 404 })
  }

  get = (path: string) => this.send(path, {})

  /** What the landing page's script does. */
  land = (link: string, headers: Record<string, string> = {}) =>
    this.send("/fleetprompt/install", {
      method: "POST",
      headers: { ...sameOrigin, "content-type": "application/json", ...headers },
      body: JSON.stringify({ link }),
    })

  /** What a form of ours does. */
  submit = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    this.send(path, { method: "POST", headers: { ...sameOrigin, ...headers }, body: new URLSearchParams(fields) })

  /** Presses a button of the page that is shown at the confirm address. */
  async press(answer: "install" | "decline"): Promise<Response> {
    const page = await (await this.get(confirmPath)).text()
    const install = /name="install" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? ""
    return await this.submit(confirmPath, { install, answer })
  }

  async send(path: string, init: RequestInit): Promise<Response> {
    const request = new Request(new URL(path, origin), init)
    if (this.cookies.size > 0)
      request.headers.set("cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "))
    const response = await this.#handle(request)
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
    return response
  }

  #keep(cookie: string) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    if (/max-age=0/i.test(cookie)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

export const confirmPath = "/fleetprompt/install/confirm"
const sameOrigin = { "sec-fetch-site": "same-origin", origin }

/** A browser that landed with a fresh token. */
export async function landed(routes: Pick<InstallRoutes, "handle">): Promise<{ browser: TestBrowser; token: string }> {
  const browser = new TestBrowser(routes)
  const token = newInstallToken()
  await browser.land(linkOf(token))
  return { browser, token }
}

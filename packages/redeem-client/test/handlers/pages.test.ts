import { memoryStore } from "@fleetprompt/redeem-client"
import { createInstallRoutes } from "@fleetprompt/redeem-client/handlers"
import { describe, expect, it } from "vitest"
import { newInstallToken, subject } from "../support/credentials.ts"
import { confirmPath, handoffRegistry, handoffTarget, landed, linkOf, origin, TestBrowser } from "../support/handoff.ts"

const landingPath = "/fleetprompt/install"
const formOf = (page: string) => /name="install" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? ""

describe("every page", () => {
  it.each([
    ["landing", async (browser: TestBrowser) => await browser.get(landingPath)],
    ["confirm", async (browser: TestBrowser) => await browser.get(confirmPath)],
    ["done", async (browser: TestBrowser) => await browser.press("install")],
    [
      "refusal",
      async (browser: TestBrowser) => await browser.submit(confirmPath, {}, { "sec-fetch-site": "cross-site" }),
    ],
  ])("is stored nowhere, framed by nobody and runs nothing foreign (%s)", async (_what, open) => {
    const { routes } = handoffTarget(handoffRegistry())
    const { browser, token } = await landed(routes)
    const response = await open(browser)
    const page = await response.text()
    const nonce = /nonce-([\w-]+)/.exec(response.headers.get("content-security-policy") ?? "")?.[1] ?? ""
    expect(nonce).toMatch(/^[\w-]{22}$/)
    expect(response.headers.get("content-security-policy")).toBe(
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    )
    expect(response.headers.get("cache-control")).toBe("no-store")
    expect(response.headers.get("referrer-policy")).toBe("no-referrer")
    expect(response.headers.get("x-content-type-options")).toBe("nosniff")
    expect(page).not.toMatch(/https?:|\/\/|\son\w+=|style="/)
    expect(page).not.toContain(token)
  })

  it("has a nonce of its own", async () => {
    const { routes } = handoffTarget(handoffRegistry())
    const policies = [await routes.landing(), await routes.landing()].map(({ headers }) =>
      headers.get("content-security-policy"),
    )
    expect(policies[0]).not.toBe(policies[1])
  })

  it("shows what strangers wrote as text", async () => {
    const hostile = `<script>alert(1)</script>"'&`
    const preview = {
      listing: { slug: "acme/x", name: hostile, assetKind: "whs_agent" },
      publisher: { handle: "acme", displayName: hostile, verifiedAtMs: null },
    }
    const { routes } = handoffTarget(handoffRegistry({ preview }))
    const { browser } = await landed(routes)
    const page = await (await browser.get(confirmPath)).text()
    expect(page).not.toContain("<script")
    expect(page).toContain("<bdi>&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39;&#38;</bdi>")
  })

  it("speaks in the target's own words", async () => {
    const { routes } = handoffTarget(handoffRegistry(), { texts: { lang: "de", title: "Agent & Co", install: "Ja" } })
    const { browser } = await landed(routes)
    const page = await (await browser.get(confirmPath)).text()
    expect(page).toContain('<html lang="de">')
    expect(page).toContain("<h1>Agent &#38; Co</h1>")
    expect(page).toContain(">Ja</button>")
  })
})

describe("the parked token", () => {
  it("is sealed in a cookie of this host alone, that no script reads and no foreign page's form brings", async () => {
    const { routes } = handoffTarget(handoffRegistry())
    const token = newInstallToken()
    const reply = await new TestBrowser(routes).land(linkOf(token))
    const cookie = reply.headers.get("set-cookie") ?? ""
    expect(cookie).toMatch(/^__Host-fp_install=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=7200$/)
    const value = /=([\w-]+)/.exec(cookie)?.[1] ?? ""
    expect(Buffer.from(value, "base64url").toString("latin1")).not.toContain(token.slice(0, 12))
    expect(await reply.text()).toBe("{}")
  })

  it.each([
    [
      "changed in one bit",
      (value: string) => `${value.slice(0, 20)}${value[20] === "A" ? "B" : "A"}${value.slice(21)}`,
    ],
    ["cut short", (value: string) => value.slice(0, 12)],
    ["empty", () => ""],
    ["no base64url", () => "%%%"],
  ])("is not taken %s", async (_what, change) => {
    const { routes } = handoffTarget(handoffRegistry())
    const { browser } = await landed(routes)
    const [name = "", value = ""] = [...browser.cookies][0] ?? []
    browser.cookies.set(name, change(value))
    expect((await browser.get(confirmPath)).status).toBe(404)
  })

  it("is not taken where another target sealed it, nor as a cookie of another purpose", async () => {
    const { routes } = handoffTarget(handoffRegistry())
    const { browser } = await landed(routes)
    const stranger = new TestBrowser(handoffTarget(handoffRegistry()).routes)
    for (const [name, value] of browser.cookies) stranger.cookies.set(name, value)
    expect((await stranger.get(confirmPath)).status).toBe(404)
    const mixed = new TestBrowser(routes)
    mixed.cookies.set("__Host-fp_request", [...browser.cookies.values()][0] ?? "")
    expect((await mixed.land(linkOf(newInstallToken(), { state: "null" }))).status).toBe(400)
  })

  it("is taken by another machine of the same target, and after a restart", async () => {
    const store = memoryStore()
    const registry = handoffRegistry()
    const { browser } = await landed(handoffTarget(registry, { store }).routes)
    const other = new TestBrowser(handoffTarget(registry, { store }).routes)
    for (const [name, value] of browser.cookies) other.cookies.set(name, value)
    expect((await other.get(confirmPath)).status).toBe(200)
  })

  it("ends after two hours", async () => {
    let nowMs = 1_790_000_000_000
    const { routes } = handoffTarget(handoffRegistry(), { now: () => nowMs })
    const { browser } = await landed(routes)
    nowMs += 2 * 3_600_000 - 1
    expect((await browser.get(confirmPath)).status).toBe(200)
    nowMs += 1
    expect((await browser.get(confirmPath)).status).toBe(404)
  })

  it("is in no address, answer or message on the whole way (T-CLIENT-4)", async () => {
    const registry = handoffRegistry()
    const { routes } = handoffTarget(registry)
    const browser = new TestBrowser(routes)
    const token = newInstallToken()
    const answers = [
      await browser.get(landingPath),
      await browser.land(linkOf(token)),
      await browser.get(confirmPath),
      await browser.press("install"),
    ]
    const told = await Promise.all(answers.map(async (answer) => [...answer.headers, await answer.text()].join("\n")))
    for (const text of told) expect(text).not.toContain(token)
    for (const { url } of registry.requests) expect(url).not.toContain(token)
  })
})

describe("a post", () => {
  it.each([
    ["from another site", { "sec-fetch-site": "cross-site" }],
    ["from a sibling host", { "sec-fetch-site": "same-site" }],
    ["that no page sent", { "sec-fetch-site": "none" }],
  ])("%s is refused, on both addresses", async (_what, headers) => {
    const registry = handoffRegistry()
    const { routes } = handoffTarget(registry)
    const { browser } = await landed(routes)
    const install = formOf(await (await browser.get(confirmPath)).text())
    const before = registry.requests.length
    expect((await browser.submit(confirmPath, { install, answer: "install" }, headers)).status).toBe(403)
    expect((await browser.land(linkOf(newInstallToken()), headers)).status).toBe(403)
    expect(registry.requests).toHaveLength(before)
  })

  it.each([
    [origin, 200],
    ["http://whs.example", 200],
    ["https://evil.example", 403],
    ["https://whs.example.evil.example", 403],
    ["null", 403],
    [undefined, 403],
  ])("of a browser without Sec-Fetch-Site must name our host: Origin %s gives %i", async (from, status) => {
    const { routes } = handoffTarget(handoffRegistry())
    const headers = { "content-type": "application/json", ...(from === undefined ? {} : { origin: from }) }
    const body = JSON.stringify({ link: linkOf(newInstallToken()) })
    const reply = await new TestBrowser(routes).send(landingPath, { method: "POST", headers, body })
    expect(reply.status).toBe(status)
  })

  it("about another install than the one that is parked shows that one instead", async () => {
    const registry = handoffRegistry()
    const { routes } = handoffTarget(registry)
    const { browser } = await landed(routes)
    const install = formOf(await (await browser.get(confirmPath)).text())
    await browser.land(linkOf(newInstallToken()))
    const reply = await browser.submit(confirmPath, { install, answer: "install" })
    expect(reply.status).toBe(303)
    expect(reply.headers.get("location")).toBe("confirm")
    expect(registry.asked("redeem")).toEqual([])
  })

  it("without an answer, or with another, redeems nothing", async () => {
    const registry = handoffRegistry()
    const { routes } = handoffTarget(registry)
    const { browser } = await landed(routes)
    const install = formOf(await (await browser.get(confirmPath)).text())
    for (const fields of [{ install }, { install, answer: "maybe" }, { answer: "install" }])
      expect((await browser.submit(confirmPath, fields)).status).toBe(303)
    expect(registry.asked("redeem")).toEqual([])
  })

  it("that is too long, or no form and no JSON, brings nothing", async () => {
    const { routes } = handoffTarget(handoffRegistry())
    const browser = new TestBrowser(routes)
    const token = newInstallToken()
    expect((await browser.land(`${linkOf(token)}&padding=${"x".repeat(8_192)}`)).status).toBe(400)
    expect((await browser.land(linkOf(token), { "content-type": "text/plain" })).status).toBe(400)
    const headers = { "sec-fetch-site": "same-origin", "content-type": "application/json" }
    expect((await browser.send(landingPath, { method: "POST", headers, body: "{" })).status).toBe(400)
    expect(browser.cookies.size).toBe(0)
  })
})

describe("the addresses", () => {
  it.each([
    ["GET", "/fleetprompt/install", 200],
    ["HEAD", "/fleetprompt/install", 200],
    ["GET", "/fleetprompt/install/confirm", 404],
    ["PUT", "/fleetprompt/install", 405],
    ["DELETE", "/fleetprompt/install/confirm", 405],
  ])("%s %s is answered with %i", async (method, path, status) => {
    const { routes } = handoffTarget(handoffRegistry())
    const reply = await routes.handle(new Request(new URL(path, origin), { method }))
    expect(reply?.status).toBe(status)
    expect(reply?.headers.get("allow")).toBe(status === 405 ? "GET, HEAD, POST" : null)
  })

  it.each([
    "/",
    "/fleetprompt",
    "/fleetprompt/install/",
    "/fleetprompt/install/else",
    "/fleetprompt/installer",
    "/x/fleetprompt/install",
  ])("%s is somebody else's", (path) => {
    const { routes } = handoffTarget(handoffRegistry())
    expect(routes.handle(new Request(new URL(path, origin)))).toBeUndefined()
  })

  it("are where the landing URL was registered", async () => {
    const { routes } = handoffTarget(handoffRegistry(), { path: "/import" })
    expect(routes.path).toBe("/import")
    expect((await routes.handle(new Request(`${origin}/import`)))?.status).toBe(200)
    expect(routes.handle(new Request(`${origin}/fleetprompt/install`))).toBeUndefined()
  })

  it.each(["", "/", "import", "/import/", "/import?x=1"])("may not be %j", (path) => {
    expect(() => handoffTarget(handoffRegistry(), { path })).toThrow(/^path must be/)
  })
})

it.each(["subject", "authorize", "install", "store"])("the routes are not made without %s", (missing) => {
  const { redeemer, store } = handoffTarget(handoffRegistry())
  const options = {
    subject: () => subject,
    authorize: () => true,
    install: () => ({ outcome: "completed" }) as const,
    store,
  }
  expect(() => createInstallRoutes(redeemer, { ...options, [missing]: undefined })).toThrow(
    new RegExp(`^${missing} must be`),
  )
})

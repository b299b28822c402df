import { createHash, randomBytes } from "node:crypto"
import { FleetPrompt } from "@fleetprompt/sdk"
import { accountOf } from "@fleetprompt/sdk/account"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { showcase } from "../support/showcase.ts"
import { openSite, signInLink, type Site } from "../support/site.ts"

describe("T-SIGNIN-2 · A person in a browser, without a script", () => {
  let site: Site
  let context: BrowserContext
  let page: Page
  const complaints: string[] = []
  beforeAll(async () => {
    site = await openSite({ entries: 5 })
    context = await site.browser.newContext({ baseURL: site.url, javaScriptEnabled: false })
    page = await context.newPage()
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()))
  })
  afterAll(() => site.end())

  const heading = () => page.locator("h1").innerText()
  const press = (name: string) => page.getByRole("button", { name }).click()

  it("signs in by a link of the operator's, with a cookie no script reads", async () => {
    const link = await signInLink(site, "carol")
    await page.goto(link)
    expect(await heading()).toBe("Sign in as carol?")
    await press("Sign in as carol")
    expect(await page.locator(".person").innerText()).toContain("carol")
    const [cookie, ...others] = await context.cookies()
    expect(others).toEqual([])
    expect(cookie).toMatchObject({ name: "fp_session", httpOnly: true, sameSite: "Lax", path: "/" })
  })

  it("approves a program that waits", async () => {
    const { deviceLogins } = accountOf(new FleetPrompt({ baseUrl: site.url }))
    const codeVerifier = randomBytes(32).toString("base64url")
    const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url")
    const login = { codeChallenge, scopes: ["listing:read" as const], clientName: "a program" }
    const { deviceCode, userCode, verificationUriComplete } = await deviceLogins.start(login)
    await page.goto(verificationUriComplete)
    expect(await page.locator("p.code").innerText()).toBe(userCode)
    await press("Approve")
    expect(await heading()).toBe("Approved")
    const { secret } = await deviceLogins.poll({ deviceCode, codeVerifier })
    expect(await new FleetPrompt({ baseUrl: site.url, token: secret }).whoami()).toMatchObject({ sub: "carol" })
  })

  it("installs from a listing, is led to the target, and signs out", async () => {
    await page.goto(`/listings/${showcase.rich}`)
    await page.getByRole("link", { name: "Install into whs", exact: true }).click()
    expect(await heading()).toMatch(/^Install .*\?$/)
    await press("Install into whs")
    expect(await page.locator(".notice").first().innerText()).toContain("Ready to be handed over to whs")
    // Nobody is at the addresses of the showcase's targets, so the way there is looked at instead of gone.
    const onward = await page.getByRole("link", { name: "Continue to whs" }).getAttribute("href")
    const led = await context.request.get(onward ?? "", { maxRedirects: 0 })
    expect([led.status(), led.headers()["location"]]).toEqual([303, expect.stringMatching(/#fp_token=fpit_\w{38}&/)])
    expect(await page.content()).not.toContain("fpit_")
    await press("Cancel this install")
    expect(await page.locator(".notice").first().innerText()).toContain("Canceled: by you")
    await page.goto("/sign-in")
    await press("Sign out")
    expect(await heading()).toBe("Sign in")
    expect(await context.cookies()).toEqual([])
    expect((await page.goto("/installs"))?.status()).toBe(401)
    expect(complaints.filter((text) => !text.includes("401"))).toEqual([])
  })
})

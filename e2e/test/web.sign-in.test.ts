import { createHash, randomBytes } from "node:crypto"
import axe from "axe-core"
import { FleetPrompt } from "@fleetprompt/sdk"
import { accountOf } from "@fleetprompt/sdk/account"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { showcase } from "../support/showcase.ts"
import { openSite, type Site } from "../support/site.ts"

/** What the operator's command prints for somebody to sign in by. */
const linkFor = async (user: string, { registry, url }: Site): Promise<string> =>
  (await registry.operate<{ link: string }>("login", "link", "--user", user, "--url", url)).link

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
    const link = await linkFor("carol", site)
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

describe("T-WEB-2 · The pages of who signed in, for everybody", () => {
  let site: Site
  let context: BrowserContext
  beforeAll(async () => {
    site = await openSite({ entries: 5 })
    context = await site.browser.newContext({ baseURL: site.url })
    const link = await linkFor("dev", site)
    const page = await context.newPage()
    await page.goto(link)
    await page.getByRole("button", { name: "Sign in as dev" }).click()
    await page.goto(`/install?listing=${encodeURIComponent(showcase.rich)}&version=1.4.0&target=whs`)
    await page.getByRole("button", { name: "Install into whs" }).click()
    await page.close()
    await context.addInitScript(axe.source)
  })
  afterAll(() => site.end())

  it.each([
    ["/sign-in", "You are signed in"],
    ["/sign-in/link?token=spent", "This link does not work"],
    ["/device", "Let a program in"],
    ["/device?code=BBBB-BBBB", "No program waits"],
    ["/device?done=approved", "goes on by itself"],
    ["/install", "What do you want to install?"],
    [`/install?listing=${encodeURIComponent(showcase.rich)}&target=whs`, "It decides"],
    ["/install?handoff=hof_0000000000000000000000", "This request is over"],
    ["/installs", "ready to be handed over"],
  ])("%s has no violation that axe knows and is no wider than the screen", async (path, says) => {
    const page = await context.newPage()
    await page.goto(path)
    expect(await page.locator("body").innerText()).toContain(says)
    if (path === "/installs") await page.locator(".installs a").first().click()
    const found: string[] = []
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (overflow > 0) found.push(`${overflow} pixels too wide at ${width}`)
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme })
        const violations = await page.evaluate(async () => {
          const { axe: inPage } = window as unknown as { axe: typeof axe }
          return (await inPage.run(document, { resultTypes: ["violations"] })).violations
        })
        found.push(
          ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`),
        )
      }
    }
    await page.close()
    expect(found).toEqual([])
  })
})

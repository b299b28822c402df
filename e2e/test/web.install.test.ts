import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { showcase } from "../support/showcase.ts"
import { openSite, signInLink, type Site } from "../support/site.ts"
import { type ExampleTarget, startTarget } from "../support/target.ts"

describe.each([
  ["with a script", true],
  ["without a script", false],
])("T-WEB-13 · A buyer in a browser, %s,", (_how, javaScriptEnabled) => {
  let site: Site
  let desk: ExampleTarget
  let folder: string
  let context: BrowserContext
  let page: Page
  const complaints: string[] = []
  beforeAll(async () => {
    site = await openSite({ entries: 5 })
    const { iss } = await site.registry.operate<{ iss: string }>("token", "create", "--user", "bob")
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-desk-"))
    desk = await startTarget(site.registry, { name: "workspace", folder, issuer: iss })
    context = await site.browser.newContext({ baseURL: site.url, javaScriptEnabled })
    page = await context.newPage()
    page.setDefaultTimeout(9_000)
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()))
    page.on("pageerror", (error) => complaints.push(error.message))
    await page.goto(await signInLink(site, "bob"))
    await press("Sign in as bob")
  })
  afterAll(async () => {
    await desk.process.kill("SIGTERM")
    await site.end()
    await rm(folder, { recursive: true })
  })

  const press = (name: string) => page.getByRole("button", { name, exact: true }).click()
  const follow = (name: string | RegExp) => page.getByRole("link", { name, exact: true }).first().click()
  const heading = () => page.locator("h1").innerText()
  const standing = () => page.locator(".notice").first().innerText()

  /** From the first page to the yes. */
  async function agree(): Promise<void> {
    await page.goto("/")
    await page.locator(".hero input[name=q]").fill("support triage")
    await page.locator(".hero").getByRole("button", { name: "Search" }).click()
    await follow("Support Triage")
    await page.waitForURL(`**/listings/${showcase.rich}`)
    await page.locator(".way summary", { hasText: "workspace" }).click()
    await follow("Install into workspace")
    expect(await heading()).toBe("Install Support Triage?")
  }

  /** Over the way the registry shows to the target, as far as its question. */
  async function goOn(): Promise<void> {
    await follow("Continue to workspace")
    if (!javaScriptEnabled) {
      // The browser shows the whole link in its address bar, and the target's page asks for it.
      await page.getByLabel("Install link").fill(page.url())
      await press("Continue")
    }
    const member = page.getByLabel("Member")
    const install = page.getByRole("button", { name: "Install", exact: true })
    await member.or(install).first().waitFor()
    if (await member.isVisible()) {
      await member.fill("bob")
      await press("Sign in")
    }
    await install.waitFor()
    expect(page.url()).not.toContain("fpit_")
  }

  it("goes from the first page to the target, and reads what became of it", async () => {
    await agree()
    await page.locator(".chooser summary").click()
    await page.getByLabel("Id of the room").fill("night-shift")
    await press("Use this place")
    expect(await page.locator(".asked").innerText()).toContain("room night-shift")
    await press("Install into workspace")
    expect(await standing()).toContain("Ready to be handed over to workspace")
    const mine = page.url()
    await goOn()
    await press("Install")
    await page.getByText("It is installed.").waitFor()
    await page.goto(mine)
    expect(await standing()).toContain("Installed, says workspace")
    expect(await page.locator(".asked").innerText()).toContain("night-shift")
    await page.goto("/installs")
    expect(await page.locator(".installs li").first().innerText()).toContain("installed, says workspace")
  })

  it("declines at the target, and reads that too", async () => {
    await agree()
    await press("Install into workspace")
    const mine = page.url()
    await goOn()
    await press("No, thanks")
    await page.goto(mine)
    expect(await standing()).toContain("Declined by workspace")
    expect(await page.locator(".asked").innerText()).toContain("user declined")
  })

  it("cancels instead of going on, and may start again", async () => {
    await agree()
    await press("Install into workspace")
    await press("Get a new link")
    await press("Cancel this install")
    expect(await standing()).toContain("Canceled: by you")
    await follow("Start again")
    expect(await heading()).toBe("Install Support Triage?")
  })

  it("is sent over by the target, which gets its answer", async () => {
    await page.goto(desk.url)
    await page.getByLabel("Agent").fill(showcase.rich)
    await press("Install from the registry")
    await page.waitForURL(`${site.url}/install?handoff=*`)
    expect(await page.locator("main").innerText()).toContain("workspace asks for this")
    await press("Install into workspace")
    await goOn()
    await press("Install")
    await page.getByText("It is installed.").waitFor()
    await page.goto("/installs")
    expect(await page.locator(".installs li").first().innerText()).toContain("installed, says workspace")
    expect(complaints).toEqual([])
  })
})

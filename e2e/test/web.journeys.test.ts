import type { BrowserContextOptions, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { showcase } from "../support/showcase.ts"
import { openSite, type Site } from "../support/site.ts"

describe("T-WEB-1 · The marketplace in a browser", () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site.end())

  /** A page of its own that ends with the work, and lets no complaint of the browser pass. */
  async function visit(options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> {
    const context = await site.browser.newContext({ baseURL: site.url, ...options })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text())
    })
    page.on("pageerror", (error) => complaints.push(error.message))
    try {
      await work(page)
    } finally {
      await context.close()
    }
    expect(complaints).toEqual([])
  }

  const heading = (page: Page) => page.locator("h1").innerText()

  it("leads from a search to a listing, its releases, their difference and a report, without a script", async () => {
    await visit({ javaScriptEnabled: false }, async (page) => {
      await page.goto("/")
      await page.getByRole("searchbox").fill("triage tickets")
      await page.getByRole("button", { name: "Search" }).click()
      expect(await heading(page)).toBe("Results for “triage tickets”")
      expect(await page.locator("mark").allInnerTexts()).toContain("Triage")
      await page.getByRole("link", { name: "Support Triage" }).click()
      expect(new URL(page.url()).pathname).toBe(`/listings/${showcase.rich}`)
      expect(
        await page.getByText("fleetprompt install acme/support-triage --target whs", { exact: true }).count(),
      ).toBe(1)
      expect(await page.getByRole("button", { name: /Copy/ }).count()).toBe(0)
      await page.getByRole("link", { name: "Releases", exact: true }).click()
      expect(await page.locator(".release.revoked").innerText()).toContain("because of a security problem")
      await page.getByRole("link", { name: "changes since 1.3.0" }).click()
      expect(await page.locator("tr.differs th").allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringContaining("artifact.sha256"), expect.stringContaining("digest")]),
      )
      await page.getByRole("link", { name: "Report this listing" }).click()
      await page.getByLabel("It is spam").check()
      await page.getByLabel("What should the moderators know?").fill("It says the same thing four times.")
      await page.getByRole("button", { name: "Send report" }).click()
      expect(await page.getByText("Your report is with the moderators.").count()).toBe(1)
    })
  })

  it("narrows, orders and turns pages by links alone", async () => {
    await visit({ javaScriptEnabled: false }, async (page) => {
      await page.goto("/listings")
      const first = await page.locator("[data-rows] h3").allInnerTexts()
      expect(first).toHaveLength(25)
      await page.getByRole("link", { name: "Next page" }).click()
      expect(await page.locator("[data-rows] h3").allInnerTexts()).not.toEqual(
        expect.arrayContaining(first.slice(0, 1)),
      )
      await page.getByRole("link", { name: "First page" }).click()
      await page.getByRole("link", { name: "Most installed" }).click()
      expect(await page.locator("[data-rows] .row").first().innerText()).toContain("4 installs")
      await page.getByRole("link", { name: /WHS agents/ }).click()
      expect(new URL(page.url()).search).toBe("?sort=popular&kind=whs_agent")
      await page.getByRole("link", { name: /chosen; show all/ }).click()
      expect(new URL(page.url()).search).toBe("?sort=popular")
    })
  })

  it("suggests while somebody types, and goes there by the keyboard alone", async () => {
    await visit({}, async (page) => {
      await page.goto("/")
      await page.keyboard.press("/")
      await page.keyboard.type("suport tria", { delay: 5 })
      await page.keyboard.press("ControlOrMeta+A")
      await page.keyboard.type("support tria", { delay: 5 })
      const option = page.getByRole("option", { name: /Support Triage/ })
      await option.waitFor()
      await page.keyboard.press("ArrowDown")
      expect(await option.getAttribute("aria-selected")).toBe("true")
      await page.keyboard.press("Enter")
      await page.waitForURL(`**/listings/${showcase.rich}`)
      expect(await heading(page)).toBe("Support Triage")
    })
  })

  it("shows results as they are typed, under an address that shows the same again", async () => {
    await visit({}, async (page) => {
      await page.goto("/listings")
      await page.evaluate(() => Object.assign(window, { stayed: true }))
      await page.getByRole("searchbox").fill("tickets")
      await page.waitForURL("**/listings?q=tickets")
      await page.locator("h1", { hasText: "Results for “tickets”" }).waitFor()
      await page.getByRole("link", { name: /WHS agents/ }).click()
      await page.waitForURL("**/listings?q=tickets&kind=whs_agent")
      await page.goBack()
      await page.waitForURL("**/listings?q=tickets")
      await page.locator("h1", { hasText: "Results for “tickets”" }).waitFor()
      expect(await page.evaluate(() => "stayed" in window)).toBe(true)
      await page.locator("body").press("Escape")
      await page.locator("main").focus()
      await page.keyboard.press("j")
      const focused = await page.evaluate(() => document.activeElement?.textContent)
      expect(await page.locator("[data-rows] h3 a").first().innerText()).toBe(focused)
      await page.reload()
      expect(await heading(page)).toBe("Results for “tickets”")
    })
  })

  it("copies the line of the version that was picked", async () => {
    await visit({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await page.goto(`/listings/${showcase.rich}`)
      await page.locator(".picker summary").click()
      await page
        .locator(".picker")
        .getByRole("link", { name: /1\.1\.0/ })
        .click()
      await page.waitForURL("**/releases/1.1.0")
      await page.getByRole("button", { name: "Copy the install command" }).first().click()
      await page.getByText("Copied").waitFor()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        "fleetprompt install acme/support-triage@1.1.0 --target whs",
      )
    })
  })

  it("keeps the choice of light or dark, also for a page without a script", async () => {
    await visit({ colorScheme: "light" }, async (page) => {
      await page.goto("/")
      await page.getByRole("button", { name: "Switch between light and dark" }).click()
      expect(await page.locator("html").getAttribute("data-theme")).toBe("dark")
      const reply = await page.request.get("/listings")
      expect(await reply.text()).toContain('<html lang="en" data-theme="dark">')
      await page.goto("/publish")
      await page.getByRole("button", { name: "Switch between light and dark" }).click()
      expect(await page.locator("html").getAttribute("data-theme")).toBe("light")
    })
  })
})

import axe from "axe-core"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startChromium } from "../support/chromium.ts"
import { type Served, startServed } from "../support/served.ts"
import { violationsOf } from "../support/violations.ts"

describe("T-SIGNIN-5 · A person who signs in at the identity provider, in a browser", () => {
  let served: Served
  let browser: Browser
  beforeAll(async () => {
    ;[served, browser] = await Promise.all([startServed(), startChromium()])
  })
  afterAll(async () => {
    await browser.close()
    await served.end()
  })

  it.each([
    ["/sign-in?returnTo=/installs", "Sign in with"],
    ["/sign-in?left=yes", "sign out there too"],
    ["/sign-in/callback?error=access_denied", "did not sign you in"],
  ])("%s has no violation that axe knows and is no wider than the screen", async (path, says) => {
    const context = await browser.newContext({ baseURL: served.url })
    await context.addInitScript(axe.source)
    const page = await context.newPage()
    await page.goto(path)
    expect(await page.locator("main").innerText()).toContain(says)
    expect(await violationsOf(page)).toEqual([])
    await context.close()
  })

  it.each([
    ["without a script", false],
    ["with scripts", true],
  ])("goes there from the page they wanted, comes back to it, and signs out of both, %s", async (_how, scripts) => {
    const context = await browser.newContext({ baseURL: served.url, javaScriptEnabled: scripts })
    // The provider's pages would like a font from elsewhere.
    await context.route(
      ({ hostname }) => hostname !== "127.0.0.1",
      (route) => route.abort(),
    )
    const page = await context.newPage()
    const complaints: string[] = []
    page.on("console", (message) => message.text().includes("Security Policy") && complaints.push(message.text()))
    const ours = async () => {
      const cookies = await context.cookies()
      return cookies.filter(({ name }) => name.startsWith("fp_")).map(({ name }) => name)
    }

    expect((await page.goto("/installs"))?.status()).toBe(401)
    await page.locator("main").getByRole("link", { name: "Sign in" }).click()
    const button = `Sign in with ${new URL(served.provider.issuer).host}`
    await page.getByRole("link", { name: button }).click()
    expect(page.url()).toContain(served.provider.issuer)
    await page.locator("input[name=login]").fill("carol")
    await page.locator("input[name=password]").fill("any")
    await page.getByRole("button", { name: "Sign-in" }).click()
    await page.getByRole("button", { name: "Continue" }).click()
    await page.waitForURL(`${served.url}/installs`)
    expect(await page.locator(".person").innerText()).toContain("carol")
    expect(await ours()).toEqual(["fp_session"])

    await page.goto("/sign-in")
    await page.getByRole("button", { name: "Sign out" }).click()
    expect(await page.locator("output").innerText()).toContain("You are signed out here")
    expect(await ours()).toEqual([])
    await page.getByRole("link", { name: "sign out there too" }).click()
    await page.getByRole("button", { name: /yes/i }).click()
    await page.goto("/sign-in")
    await page.getByRole("link", { name: button }).click()
    // It asks again, so nobody is signed in there either.
    expect(await page.locator("input[name=login]").count()).toBe(1)
    await page.getByText("Cancel").click()
    expect(await page.locator("h1").innerText()).toBe("That did not sign you in")
    await context.close()
    expect(complaints).toEqual([])
    expect(served.logged()).not.toMatch(/code=|a secret of the client/)
  })
})

import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openSite, signInLink, type Site } from "../support/site.ts"

let site: Site
beforeAll(async () => {
  site = await openSite({ entries: 5 })
})
afterAll(() => site.end())

async function signIn(context: BrowserContext, name: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(await signInLink(site, name))
  await page.getByRole("button", { name: `Sign in as ${name}` }).click()
  await page.waitForURL(`${site.url}/`)
  return page
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click()
const field = (page: Page, name: string | RegExp) =>
  page.getByRole("textbox", { name, exact: typeof name === "string" })

describe.each([
  { how: "without a script", javaScriptEnabled: false, handle: "erin-labs" },
  { how: "with one", javaScriptEnabled: true, handle: "erin-works" },
])("T-CONSOLE-9 · A publisher in a browser, $how", ({ javaScriptEnabled, handle }) => {
  it("gets from signing in to a listing that others find", async () => {
    const context = await site.browser.newContext({ baseURL: site.url, javaScriptEnabled })
    const complaints: string[] = []
    const page = await signIn(context, handle)
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()))
    await page.getByRole("link", { name: "Console" }).click()
    await field(page, "Handle").fill(handle)
    await field(page, "Name that people read").fill("Erin")
    await press(page, "Claim handle")
    await page.getByRole("link", { name: "Create one here" }).click()
    await field(page, "Address").fill("night-watch")
    await page.getByLabel("WHS agent").check()
    await field(page, "Name").fill(`Night Watch of ${handle}`)
    await field(page, "Summary").fill("Reads the alarms of a night and wakes nobody in vain.")
    await press(page, "Create draft")
    expect(await page.getByRole("status").innerText()).toContain("The draft is there.")

    await field(page, /^Description/).fill("# Hello\n\nIt **sleeps** lightly.")
    await press(page, "Preview")
    expect(await page.locator("[data-preview] strong").innerText()).toBe("sleeps")
    await press(page, "Save")
    expect(await page.getByRole("status").innerText()).toContain("Saved.")

    await page.getByRole("link", { name: "Releases", exact: true }).click()
    await page.getByRole("link", { name: "New release" }).click()
    await field(page, "Version").fill("1.0.0")
    await field(page, /^WHS agent/).fill("agt_night_watch")
    await press(page, "Look at it first")
    expect(await page.locator(".digest").first().innerText()).toMatch(/^sha256:[0-9a-f]{64}$/)
    await press(page, "Publish release 1.0.0")
    expect(await page.getByRole("status").innerText()).toContain("The release is published.")

    await page.getByRole("link", { name: "Status", exact: true }).click()
    await press(page, "Publish listing")
    expect(await page.locator(".tag-state").first().innerText()).toBe("Published")
    // With a script it is a combobox, for it suggests.
    const search = page.locator("input[name=q]").first()
    await search.fill(`night watch ${handle}`)
    await search.press("Enter")
    await page.getByRole("link", { name: `Night Watch of ${handle}` }).click()
    expect(await page.locator(".prose strong").innerText()).toBe("sleeps")
    await context.close()
    expect(complaints).toEqual([])
  }, 60_000)
})

describe("T-CONSOLE-10 · The editor with a script", () => {
  let context: BrowserContext
  let page: Page
  beforeAll(async () => {
    context = await site.browser.newContext({
      baseURL: site.url,
      permissions: ["clipboard-read", "clipboard-write"],
    })
    page = await signIn(context, "dev")
  })
  afterAll(() => context.close())

  it("shows a text as it will read while it is written, cleaned by the server", async () => {
    await page.goto("/console/listings/acme/bare-bones")
    await field(page, /^Description/).fill("**Live** <img src=x onerror=alert(1)> [x](javascript:alert(1))")
    await page.locator("[data-preview] strong", { hasText: "Live" }).waitFor()
    expect(await page.locator("[data-preview] :is(img, a)").count()).toBe(0)
    expect(await page.locator("h1").innerText()).toBe("Bare Bones")
  })

  it("asks before what was written is left behind, and only then", async () => {
    const asked: string[] = []
    page.on("dialog", (dialog) => {
      asked.push(dialog.type())
      void dialog.accept()
    })
    await page.goto("/console")
    expect(asked).toEqual(["beforeunload"])
    await page.goto("/console/listings/acme/bare-bones")
    await page.goto("/console")
    expect(asked).toHaveLength(1)
    await page.goto("/console/listings/acme/bare-bones")
    await field(page, "Summary").fill("Does one thing, well.")
    await press(page, "Save")
    await page.getByText("Saved.").waitFor()
    await page.goto("/console")
    expect(asked).toHaveLength(1)
  })

  it("hands over a new token to be copied, once", async () => {
    await page.goto("/console/tokens")
    await field(page, "Name").fill("nightly")
    await page.getByLabel(/publish releases/).check()
    await press(page, "Create token")
    await page.getByRole("button", { name: "Copy the token" }).click()
    await page.getByText("Copied", { exact: true }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^fpat_\w{38}$/)
    expect(page.url()).toBe(`${site.url}/console/tokens`)
    await page.getByRole("link", { name: "I have copied it" }).click()
    await page.goBack()
    expect(await page.content()).not.toMatch(/fpat_\w{38}/)
  })
})

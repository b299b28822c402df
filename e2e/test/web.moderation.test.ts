import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { showcase } from "../support/showcase.ts"
import { openSite, signInLink, type Site } from "../support/site.ts"

describe.each([
  ["without a script", false, showcase.bare],
  ["with scripts", true, showcase.rich],
] as const)("T-ADMIN-3 · From a report to a restored listing, in a browser, %s", (_how, scripts, slug) => {
  let site: Site
  let [stranger, ada]: Page[] = []
  let contexts: BrowserContext[] = []
  beforeAll(async () => {
    site = await openSite({ entries: 3 })
    const options = { baseURL: site.url, javaScriptEnabled: scripts }
    contexts = [await site.browser.newContext(options), await site.browser.newContext(options)]
    ;[stranger, ada] = await Promise.all(contexts.map((context) => context.newPage()))
    await ada?.goto(await signInLink(site, "ada"))
    await ada?.getByRole("button", { name: "Sign in as ada" }).click()
    await site.registry.operate("role", "grant", "ada", "moderator")
  })
  afterAll(() => site.end())

  const name = slug.split("/")[1] ?? ""
  /** Whether somebody who was never here finds it on its page, in a search, and in the API. */
  async function found(): Promise<unknown[]> {
    const context = await site.browser.newContext({ baseURL: site.url, javaScriptEnabled: scripts })
    const page = await context.newPage()
    const onItsPage = (await page.goto(`/listings/${slug}`))?.status()
    await page.goto(`/listings?${new URLSearchParams({ q: name.replace("-", " "), publisher: "acme" })}`)
    const inSearch = await page.locator("main").getByText(slug, { exact: true }).count()
    await context.close()
    const { status } = await fetch(`${site.url}/v1/listings/${slug}`)
    return [onItsPage, inSearch, status]
  }

  it("is reported by a stranger, and waits in the queue with their words", async () => {
    const page = stranger as Page
    await page.goto(`/listings/${slug}/report`)
    await page.getByLabel("It is spam").check()
    await page.getByLabel("What should the moderators know?").fill("It writes to <everybody>.")
    await page.getByRole("button", { name: "Send report" }).click()
    expect(await page.locator("main").innerText()).toContain("with the moderators")
    await ada?.goto("/")
    await ada?.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Admin" }).click()
    expect(await ada?.locator("main").innerText()).toContain("It writes to <everybody>.")
  })

  it("is suspended by a moderator who types its name, and is gone from page, search and API", async () => {
    const page = ada as Page
    expect(await found()).toEqual([200, 1, 200])
    await page.getByRole("link", { name: slug }).click()
    await page.getByLabel("Reason").selectOption({ label: "It is spam" })
    await page.getByLabel("What its members are told").fill("It writes to people who never asked.")
    await page.getByLabel(`Type ${slug} to confirm`).fill("acme")
    await page.getByRole("button", { name: "Suspend listing" }).click()
    expect(await page.getByRole("alert").innerText()).toContain(`It must be ${slug}`)
    await page.getByLabel(`Type ${slug} to confirm`).fill(slug)
    await page.getByRole("button", { name: "Suspend listing" }).click()
    expect(await page.getByRole("status").innerText()).toContain("Nobody sees it any more")
    expect(await page.locator(".deeds").innerText()).toContain("listing.suspended")
    await page.getByRole("button", { name: "Mark as acted on" }).click()
    expect(await page.getByRole("status").innerText()).toContain("The report is settled")
    expect(await found()).toEqual([404, 0, 404])
  })

  it("is restored, and back everywhere", async () => {
    const page = ada as Page
    await page.goto("/admin/suspensions")
    await page.getByRole("link", { name: slug }).click()
    await page.getByRole("button", { name: "Restore listing" }).click()
    expect(await page.getByRole("status").innerText()).toContain("Restored")
    expect(await found()).toEqual([200, 1, 200])
    await page.goto("/admin/audit?action=listing.restored")
    expect(await page.locator("main tbody tr").count()).toBe(1)
  })
})

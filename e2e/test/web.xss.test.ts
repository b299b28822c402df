import type { BrowserContextOptions } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type CiIssuer, startCiIssuer } from "../../packages/server/test/support/ci-issuer.ts"
import { pageAt, pagesWithout } from "../support/page-routes.ts"
import { openSite, signInLink, type Site } from "../support/site.ts"
import { type Led, letStrangersWrite } from "../support/strangers.ts"
import { markOf, pagesOfOurs, strangersFields } from "../support/strangers-fields.ts"

describe("T-WEB-3 · What strangers write, in a real browser", () => {
  let site: Site
  let ci: CiIssuer
  let led: Led
  /** What was seen of each page of the route map. */
  const seen = new Map<string, string>()
  beforeAll(async () => {
    ci = await startCiIssuer()
    site = await openSite({ entries: 1, env: { FLEETPROMPT_CI_ISSUERS: `github=${ci.issuer}` } })
    led = await letStrangersWrite(site, ci)
  }, 120_000)
  afterAll(() => Promise.all([site.end(), ci.close()]))

  /** Goes to these pages and notes what a page must never do. */
  async function misdeedsOf(
    addresses: readonly string[],
    { as, ...options }: BrowserContextOptions & { as?: string },
  ): Promise<string[]> {
    const context = await site.browser.newContext(options)
    const page = await context.newPage()
    if (as !== undefined) {
      await page.goto(await signInLink(site, as))
      await page.getByRole("button", { name: `Sign in as ${as}` }).click()
      await page.waitForURL(`${site.url}/`)
    }
    const misdeeds: string[] = []
    let at = ""
    page.on("dialog", (dialog) => {
      misdeeds.push(`${at} ran a script: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== site.url) misdeeds.push(`${at} asked ${request.url()}`)
    })
    page.on("framenavigated", (frame) => {
      if (frame.url() !== new URL(at, site.url).href) misdeeds.push(`${at} led to ${frame.url()}`)
    })
    for (at of addresses) {
      await page.goto(`${site.url}${at}`)
      await page.evaluate(() => {
        for (const node of document.querySelectorAll<HTMLElement>("main [tabindex], main summary, main a")) {
          node.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }))
          node.focus()
        }
      })
      const route = pageAt(at) ?? ""
      seen.set(route, `${seen.get(route) ?? ""}${await page.content()}`)
    }
    await context.close()
    return misdeeds
  }

  it.each([
    ["under our policy", false],
    ["with the policy taken away", true],
  ])(
    "runs nothing and asks nobody else, %s",
    async (_how, bypassCSP) => {
      expect(await misdeedsOf(led.anybody, { bypassCSP })).toEqual([])
      expect(await misdeedsOf(led.bob, { bypassCSP, as: "bob" })).toEqual([])
      expect(await misdeedsOf(led.dev, { bypassCSP, as: "dev" })).toEqual([])
      expect(await misdeedsOf(led.ada, { bypassCSP, as: "ada" })).toEqual([])
    },
    120_000,
  )

  it("was shown every field that strangers fill, on every page that shows it", () => {
    const missing = Object.entries(strangersFields).flatMap(([field, routes]) =>
      routes.filter((route) => !seen.get(route)?.includes(markOf(field))).map((route) => `${field} on ${route}`),
    )
    expect(missing).toEqual([])
    const unseen = pagesWithout([...led.anybody, ...led.bob, ...led.dev, ...led.ada])
    expect(unseen.filter((route) => !pagesOfOurs.includes(route))).toEqual([])
  })

  it("would see a script that runs and a request that leaves", async () => {
    const context = await site.browser.newContext({ bypassCSP: true })
    const page = await context.newPage()
    const said: string[] = []
    page.on("dialog", (dialog) => {
      said.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(site.url)
    await page.evaluate(() => document.body.setHTMLUnsafe("<img src=x onerror=alert(1)>"))
    await expect.poll(() => said).toEqual(["1"])
    await context.close()
  })
})

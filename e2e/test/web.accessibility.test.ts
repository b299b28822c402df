import axe from "axe-core"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { shownPages } from "../support/pages.ts"
import { openSite, type Site } from "../support/site.ts"

/** In the dark nothing but colours is different. */
const looks = [
  { scheme: "light", rules: undefined },
  { scheme: "dark", rules: ["color-contrast", "link-in-text-block"] },
] as const

describe("T-WEB-2 · A page for everybody: no violation that axe knows, and no wider than the screen", () => {
  let site: Site
  let context: BrowserContext
  beforeAll(async () => {
    site = await openSite({ entries: 30 })
    context = await site.browser.newContext({ baseURL: site.url })
    await context.addInitScript(axe.source)
  })
  afterAll(() => site.end())

  async function violationsOf(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
    const { violations } = await page.evaluate(async (only) => {
      const { axe: inPage } = window as unknown as { axe: typeof axe }
      const some = only
        ? { runOnly: { type: "rule" as const, values: [...only] } }
        : { rules: { "target-size": { enabled: true } } }
      return await inPage.run(document, { resultTypes: ["violations"], ...some })
    }, rules)
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`)
  }

  it.each(shownPages)("$name", async ({ path, says }) => {
    const page = await context.newPage()
    await page.goto(path)
    expect(await page.locator("body").innerText()).toContain(says)
    const found: string[] = []
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (overflow > 0) found.push(`${overflow} pixels too wide at ${width}`)
      for (const { scheme, rules } of looks) {
        await page.emulateMedia({ colorScheme: scheme })
        found.push(...(await violationsOf(page, rules)).map((violation) => `${scheme}, ${width}: ${violation}`))
      }
    }
    await page.close()
    expect(found).toEqual([])
  })
})

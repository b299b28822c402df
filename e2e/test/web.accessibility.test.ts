import axe from "axe-core"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { paleBarsOf } from "../support/contrast.ts"
import { addressOf, type Gallery, openGallery } from "../support/gallery.ts"
import { pagesWithout } from "../support/page-routes.ts"
import { shownPages } from "../support/pages.ts"

/** In the dark nothing but colours is different. */
const looks = [
  { scheme: "light", rules: undefined },
  { scheme: "dark", rules: ["color-contrast", "link-in-text-block"] },
] as const

describe("T-WEB-2 · A page: no violation that axe knows, and no wider than the screen", () => {
  let gallery: Gallery
  beforeAll(async () => {
    gallery = await openGallery({ script: axe.source })
  })
  afterAll(() => gallery.end())

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

  it("knows every page of the route map", () => {
    expect(pagesWithout(shownPages.map((shown) => addressOf(shown, gallery.places)))).toEqual([])
  })

  it.each(shownPages)("$name", async (shown) => {
    const page = await gallery.show(shown)
    const found: string[] = []
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (overflow > 0) found.push(`${overflow} pixels too wide at ${width}`)
      for (const { scheme, rules } of looks) {
        await page.emulateMedia({ colorScheme: scheme })
        found.push(...(await violationsOf(page, rules)).map((violation) => `${scheme}, ${width}: ${violation}`))
        found.push(...(await paleBarsOf(page)).map((bar) => `${scheme}, ${width}: ${bar}`))
      }
    }
    await page.close()
    expect(found).toEqual([])
  })
})

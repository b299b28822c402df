import axe from "axe-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { shownPages } from "../support/pages.ts"
import { openSite, type Site } from "../support/site.ts"

const looks = [
  { name: "light", colorScheme: "light" },
  { name: "dark", colorScheme: "dark" },
] as const

describe("T-WEB-2 · Every page and state, for everybody", () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site.end())

  it.each(looks)(
    "has no violation that axe knows, and fits its width from 360 to 1440 pixels, in $name",
    async (look) => {
      const context = await site.browser.newContext({ baseURL: site.url, colorScheme: look.colorScheme })
      const page = await context.newPage()
      const found: string[] = []
      for (const { name, path, says } of shownPages) {
        await page.setViewportSize({ width: 360, height: 800 })
        await page.goto(path)
        expect(await page.locator("body").innerText(), name).toContain(says)
        for (const width of [360, 1440]) {
          await page.setViewportSize({ width, height: 800 })
          const at = `${name} at ${width}`
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          if (overflow > 0) found.push(`${at} is ${overflow} pixels too wide`)
          found.push(...(await violationsOf()).map((violation) => `${at}: ${violation}`))
        }
      }
      await context.close()
      expect(found).toEqual([])

      async function violationsOf(): Promise<string[]> {
        await page.evaluate(axe.source)
        const { violations } = await page.evaluate(async () => {
          const { axe: inPage } = window as unknown as { axe: typeof import("axe-core") }
          return await inPage.run(document, { resultTypes: ["violations"] })
        })
        return violations.map(
          ({ id, nodes }) =>
            `${id} ${nodes
              .map(({ html }) => html)
              .join(" ")
              .slice(0, 300)}`,
        )
      }
    },
  )
})

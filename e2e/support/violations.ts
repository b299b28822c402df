import type axe from "axe-core"
import type { Page } from "playwright-core"
import { paleBarsOf } from "./contrast.ts"

/** In the dark nothing but colours is different. */
const looks = [
  { scheme: "light", rules: undefined },
  { scheme: "dark", rules: ["color-contrast", "link-in-text-block"] },
] as const

/** What is wrong with a page for some, at the narrowest and the widest screen, in both looks. Its context has axe in it. */
export async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 800 })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (overflow > 0) found.push(`${overflow} pixels too wide at ${width}`)
    for (const { scheme, rules } of looks) {
      await page.emulateMedia({ colorScheme: scheme })
      const wrong = [...(await violationsIn(page, rules)), ...(await paleBarsOf(page))]
      found.push(...wrong.map((words) => `${scheme}, ${width}: ${words}`))
    }
  }
  return found
}

async function violationsIn(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
  const { violations } = await page.evaluate(async (only) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe }
    const some = only
      ? { runOnly: { type: "rule" as const, values: [...only] } }
      : { rules: { "target-size": { enabled: true } } }
    return await inPage.run(document, { resultTypes: ["violations"], ...some })
  }, rules)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`)
}

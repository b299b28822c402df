import type { BrowserContext, Page } from "playwright-core"

/** Every step the browser could go back to, by its address. */
export async function historyOf(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const { entries } = await session.send("Page.getNavigationHistory")
  await session.detach()
  return entries.map(({ url, title }) => `${url} ${title}`)
}

/** What a page leaves with the browser, and what it shows. */
export async function keptBy(page: Page, context: BrowserContext): Promise<string> {
  const inPage = await page.evaluate(() => [
    location.href,
    Object.entries(localStorage),
    Object.entries(sessionStorage),
    history.state,
    window.name,
    document.documentElement.outerHTML,
    performance.getEntries().map(({ name }) => name),
  ])
  return JSON.stringify([inPage, await context.cookies()])
}

import type { ErrorCode } from "@fleetprompt/sdk/contracts"
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core"
import type { AppContext } from "../../packages/server/src/domain/context.ts"
import { Refusal } from "../../packages/server/src/domain/refusal.ts"
import { problemOf } from "../../packages/server/src/http/problem.ts"
import { tellPeople } from "../../packages/server/src/web/pages/refusal.tsx"
import { fillAdasDesk } from "./adas-desk.ts"
import { bringBobTo, type Places } from "./bobs-installs.ts"
import type { ShownPage } from "./pages.ts"
import { openSite, signInLink, type Site } from "./site.ts"

/** A site with everything on it, and everybody signed in who looks at a part of it. */
export interface Gallery {
  readonly site: Site
  readonly places: Places
  /** Opens a page as who looks at it, in its state, and insists that it is the right one. */
  show(shown: ShownPage): Promise<Page>
  end(): Promise<void>
}

export async function openGallery({ entries = 30, script = "", ...options }: GalleryOptions = {}): Promise<Gallery> {
  const site = await openSite({ entries })
  const places = { ...(await bringBobTo(site)), ...(await fillAdasDesk(site)) }
  const contexts = new Map<string | undefined, Promise<BrowserContext>>()
  const contextOf = (as: string | undefined): Promise<BrowserContext> => {
    const known = contexts.get(as) ?? openContext(site, as, script, options)
    contexts.set(as, known)
    return known
  }
  return {
    site,
    places,
    async show(shown) {
      const page = await (await contextOf(shown.as)).newPage()
      const address = addressOf(shown, places)
      if (shown.refusal !== undefined) await refuse(page, site.url + address, shown.refusal)
      await page.goto(address)
      await shown.act?.(page)
      const words = await page.locator("body").innerText()
      if (!words.includes(shown.says)) throw new Error(`${shown.name} does not say “${shown.says}”: ${words}`)
      return page
    },
    end: () => site.end(),
  }
}

export interface GalleryOptions extends BrowserContextOptions {
  /** How many entries of the catalogue are on the shelves. */
  readonly entries?: number
  /** What is put into every page. */
  readonly script?: string
}

export const addressOf = ({ path }: ShownPage, places: Places): string =>
  typeof path === "string" ? path : path(places)

async function openContext(
  site: Site,
  as: string | undefined,
  script: string,
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  const context = await site.browser.newContext({ baseURL: site.url, ...options })
  if (script !== "") await context.addInitScript(script)
  if (as === undefined) return context
  const page = await context.newPage()
  await page.goto(await signInLink(site, as))
  await page.getByRole("button", { name: `Sign in as ${as}` }).click()
  await page.close()
  return context
}

/** Answers an address as the server does when it refuses with that code, which takes a crowd or a fault otherwise. */
async function refuse(page: Page, address: string, code: ErrorCode): Promise<void> {
  const { origin, pathname } = new URL(address)
  const settings = { publicUrl: origin }
  const log = { error: () => {} }
  const context = { settings, nowMs: () => Date.now() } as unknown as AppContext
  const thrown = code === "INTERNAL" ? new Error("A fault.") : new Refusal(code, "Nothing was changed.")
  const problem = problemOf(thrown, "req_0000000000000000000000", log as unknown as AppContext["log"])
  const visit = { method: "GET", path: pathname, query: new URLSearchParams(), header: () => undefined }
  const reply = await tellPeople(context, visit, problem)
  const body = Buffer.from(reply.text?.content ?? "")
  await page.route(address, (route) =>
    route.fulfill({
      status: reply.status,
      headers: reply.headers ?? {},
      contentType: "text/html; charset=utf-8",
      body,
    }),
  )
}

import { cp } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { FleetPrompt, type IssuedInstall } from "@fleetprompt/sdk"
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core"
import { startChromium } from "../chromium.ts"
import { cliIn } from "../cli.ts"
import { freePort } from "../free-port.ts"
import type { ExampleTarget } from "../target.ts"
import { openWorld, type Person, type World } from "../world.ts"
import { type LoggedRequest, startLoggingServer } from "./logging-server.ts"
import { type RoutesTarget, startRoutesTarget } from "./routes-target.ts"

const manifests = fileURLToPath(new URL("../../../examples/manifests", import.meta.url))

/** A registry with something to install, two targets, a stranger's site and a browser to go between them. */
export interface Stage {
  readonly world: World
  readonly bob: Person
  readonly eve: Person
  /** A target made of the pages of its client. */
  readonly whs: RoutesTarget
  /** `whs-example`, the example in a process of its own. */
  readonly example: ExampleTarget
  /** Somebody else's site, of another host name, that logs whatever reaches it. */
  readonly elsewhere: { readonly url: string; readonly requests: readonly LoggedRequest[] }
  /** An install of `acme/support-triage` with its link. */
  readonly start: (buyer: Person, target?: string) => Promise<IssuedInstall>
  /** What its buyer sees of an install. */
  readonly look: (buyer: Person, install: IssuedInstall) => Promise<Record<"status" | "outcome", string | null>>
  /** A browser profile for one piece of work, with `member` signed in at `whs`, or nobody. */
  readonly visit: (
    work: (page: Page, context: BrowserContext) => Promise<void>,
    options?: BrowserContextOptions & { member?: string },
  ) => Promise<void>
  /** Shows a page of the stranger's site. */
  readonly showElsewhere: (page: Page, html: string) => Promise<void>
  readonly end: () => Promise<void>
}

export async function openStage(): Promise<Stage> {
  const world = await openWorld({ name: "SQLite", createDatabase: async () => undefined })
  const alice = await world.person("alice")
  const bob = await world.person("bob")
  const eve = await world.person("eve")
  const whs = await startRoutesTarget(world.registry, "whs", bob.iss)
  const example = await world.target("whs-example")
  // What a test fulfils in a server's place is none of this machine to the browser, which then keeps it from loopback.
  let shownElsewhere = ""
  const foreign = await startLoggingServer(await freePort(), (_, response) =>
    response.setHeader("content-type", "text/html").end(`<!doctype html><title>Elsewhere</title>${shownElsewhere}`),
  )
  const elsewhere = { url: `http://localhost:${foreign.port}`, requests: foreign.requests }
  const browser = await startChromium()
  await cp(manifests, join(world.folder, "manifests"), { recursive: true })
  const project = cliIn(join(world.folder, "manifests/whs-agent"), world.registry, alice.token)
  for (const args of [["publisher", "claim", "acme"], ["publish"]]) {
    const { code, stderr } = await project(...args)
    if (code !== 0) throw new Error(stderr)
  }
  const as = ({ token }: Person) => new FleetPrompt({ baseUrl: world.registry.url, token })

  return {
    world,
    bob,
    eve,
    whs,
    example,
    elsewhere,
    start: async (buyer, target = "whs") => await as(buyer).installs.create({ listing: "acme/support-triage", target }),
    async look(buyer, { intent }) {
      const { status, outcome } = await as(buyer).installs.get(intent.installIntentId)
      return { status, outcome }
    },
    async visit(work, { member, ...options } = {}) {
      const context = await browser.newContext(options)
      if (member !== undefined) await context.addCookies([{ name: "member", value: member, url: whs.url }])
      try {
        await work(await context.newPage(), context)
      } finally {
        await context.close()
      }
    },
    async showElsewhere(page, html) {
      shownElsewhere = html
      await page.goto(`${elsewhere.url}/mail`)
    },
    async end() {
      await browser.close()
      await Promise.all([whs.end(), foreign.end()])
      await world.end()
    },
  }
}

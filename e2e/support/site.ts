import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { FleetPrompt } from "@fleetprompt/sdk"
import type { Browser } from "playwright-core"
import { readEntries } from "../../examples/catalog/src/entry.ts"
import { loadCatalog } from "../../examples/catalog/src/load.ts"
import { startChromium } from "./chromium.ts"
import { type Registry, startRegistry } from "./registry.ts"
import { fillShowcase } from "./showcase.ts"

/** A registry with pages, and a browser to look at them. */
export interface Site {
  readonly registry: Registry
  readonly url: string
  readonly browser: Browser
  end(): Promise<void>
}

/** Starts both. `entries` of the real catalogue are on the shelves, beside the showcase. */
export async function openSite({ entries = 40, browserArgs = [] as string[] } = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-site-"))
  const [registry, browser] = await Promise.all([
    startRegistry({ folder, env: { FLEETPROMPT_PUBLISHERS_PER_USER_MAX: "1000" } }),
    startChromium(browserArgs),
  ])
  const client = new FleetPrompt({ baseUrl: registry.url, token: registry.token })
  await loadCatalog(client, (await readEntries()).slice(0, entries))
  await fillShowcase(registry)
  return {
    registry,
    url: registry.url,
    browser,
    async end() {
      await Promise.all([browser.close(), registry.process.kill("SIGTERM")])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

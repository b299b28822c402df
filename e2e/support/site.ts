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
  /** The secret of each target of the showcase, by name. */
  readonly targetSecrets: ReadonlyMap<string, string>
  end(): Promise<void>
}

interface SiteOptions {
  /** How many of the real catalogue are on the shelves, beside the showcase. */
  readonly entries?: number
  readonly browserArgs?: string[]
  /** What the registry finds in its environment besides. */
  readonly env?: NodeJS.ProcessEnv
}

/** Starts both. */
export async function openSite({ entries = 40, browserArgs = [], env = {} }: SiteOptions = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-site-"))
  const [registry, browser] = await Promise.all([
    startRegistry({ folder, env: { FLEETPROMPT_PUBLISHERS_PER_USER_MAX: "1000", ...env } }),
    startChromium(browserArgs),
  ])
  const client = new FleetPrompt({ baseUrl: registry.url, token: registry.token })
  await loadCatalog(client, (await readEntries()).slice(0, entries))
  const targetSecrets = await fillShowcase(registry)
  return {
    registry,
    url: registry.url,
    browser,
    targetSecrets,
    async end() {
      await Promise.all([browser.close(), registry.process.kill("SIGTERM")])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What the operator's command prints for somebody to sign in by. */
export const signInLink = async ({ registry, url }: Pick<Site, "registry" | "url">, user: string): Promise<string> =>
  (await registry.operate<{ link: string }>("login", "link", "--user", user, "--url", url)).link

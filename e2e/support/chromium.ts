import bundled from "@sparticuz/chromium"
import { type Browser, chromium } from "playwright-core"

/** Its own arguments are made for functions in a cloud; these are all it needs in a container. */
const args = ["--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"]

/** Starts a real Chromium, from npm alone. One is enough for a whole file of tests: each makes contexts of its own. */
export async function startChromium(extraArgs: readonly string[] = []): Promise<Browser> {
  return await chromium.launch({
    executablePath: await bundled.executablePath(),
    args: [...args, ...extraArgs],
    headless: true,
  })
}

import { mkdir, rm } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { openGallery } from "../support/gallery.ts"
import { shownPages } from "../support/pages.ts"

/**
 * Takes a picture of every page and state at three widths in both looks, into the folder `screenshots`. Names that are
 * given take those alone: `pnpm screenshots listing results`.
 */
const folder = fileURLToPath(new URL("../../screenshots/", import.meta.url))
const widths = [360, 800, 1440]
const named = process.argv.slice(2)
const wanted = shownPages.filter(({ name }) => named.length === 0 || named.includes(name))

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const gallery = await openGallery({ entries: 391, reducedMotion: "reduce" })
try {
  for (const shown of wanted) {
    const page = await gallery.show(shown)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: `${folder}${shown.name}-${width}-${colorScheme}.png`, fullPage: true })
      }
    }
    await page.close()
    console.log(shown.name)
  }
  console.log(`${wanted.length * widths.length * 2} pictures are in ${folder}`)
} finally {
  await gallery.end()
}

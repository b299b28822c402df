import type { Page } from "playwright-core"

/** What axe does not look at: the bars of a chart, against what is behind them. Answers those below 4.5 to 1. */
export async function paleBarsOf(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
    const luminanceOf = (color: string): number => {
      if (canvas === null) throw new Error("There is no canvas to read colours with.")
      canvas.fillStyle = color
      canvas.fillRect(0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
        const part = byte / 255
        return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const groundOf = (element: Element | null): string => {
      if (element === null) return getComputedStyle(document.documentElement).backgroundColor
      const { backgroundColor } = getComputedStyle(element)
      return /^rgba\(.*, 0\)$/.test(backgroundColor) ? groundOf(element.parentElement) : backgroundColor
    }
    return [...document.querySelectorAll(".day-chart .bar")].flatMap((bar) => {
      const { fill } = getComputedStyle(bar)
      const [dark = 0, light = 0] = [fill, groundOf(bar)].map(luminanceOf).toSorted((one, other) => one - other)
      const contrast = (light + 0.05) / (dark + 0.05)
      return contrast < 4.5 ? [`a bar has a contrast of ${contrast.toFixed(1)}`] : []
    })
  })
}

import axe from "axe-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { addressOf, type Gallery, openGallery } from "../support/gallery.ts"
import { pagesWithout } from "../support/page-routes.ts"
import { shownPages } from "../support/pages.ts"
import { violationsOf } from "../support/violations.ts"

describe("T-WEB-2 · A page: no violation that axe knows, and no wider than the screen", () => {
  let gallery: Gallery
  beforeAll(async () => {
    gallery = await openGallery({ script: axe.source })
  })
  afterAll(() => gallery.end())

  it("knows every page of the route map", () => {
    expect(pagesWithout(shownPages.map((shown) => addressOf(shown, gallery.places)))).toEqual([])
  })

  it.each(shownPages)("$name", async (shown) => {
    const page = await gallery.show(shown)
    const found = await violationsOf(page)
    await page.close()
    expect(found).toEqual([])
  })
})

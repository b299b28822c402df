import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

describe.each(engines)("T-CONSOLE-7 · the figures of a listing in the console, on $name", (engine) => {
  let registry: TestRegistry
  let browser: Visitor
  const href = "/console/listings/acme/triage/metrics"
  beforeAll(async () => {
    registry = await openRegistry(engine)
    const alice = await registry.as("alice")
    await alice.shelve("acme/triage")
    await registry.target("whs")
    for (const name of ["bob", "carol"]) await (await registry.as(name)).install({ listing: "acme/triage" })
    browser = await browserOf(registry, alice)
  })
  afterAll(() => registry.close())

  it("are drawn by day, and said in words and a table", async () => {
    const seen = await browser.get(href)
    expect(wordsOf(seen)).toContain("2 installs begun in 30 days")
    expect(wordsOf(seen)).toContain("no installs redeemed in 30 days")
    expect(seen.html).toMatch(/<svg[^>]*role="img"/)
    expect(wordsOf(await browser.get(`${href}?days=90`))).toContain("2 installs begun in 90 days")
    expect(wordsOf(await browser.get(`${href}?days=none`))).toContain("in 30 days")
  })

  it("are nobody else's to see", async () => {
    const eve = await browserOf(registry, await registry.as("eve"))
    expect((await eve.get(href)).status).toBe(404)
  })
})

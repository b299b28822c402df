import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { atomFeed } from "../../src/http/shapes/atom.ts"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

/** The names of all elements in order, after making sure that each is closed where it should be. */
function elementsOf(xml: string): string[] {
  const open: string[] = []
  const names: string[] = []
  const rest = xml.replace(/^<\?xml version="1\.0" encoding="utf-8"\?>/, "")
  const tag = /<(\/?)([a-z]+)((?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot|apos);[^"<&]*)*")*)(\/?)>/g
  expect(rest.replaceAll(tag, "").replaceAll(/&(?:amp|lt|gt|quot|apos);/g, "")).not.toMatch(/[<&]/)
  for (const [, closing, name = "", , empty] of rest.matchAll(tag)) {
    if (closing && open.pop() !== name) throw new Error(`${name} is closed where it is not open.`)
    if (!closing) names.push(name)
    if (!closing && !empty) open.push(name)
  }
  expect(open).toEqual([])
  return names
}

describe.each(engines)("Atom feeds on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.shelve("acme/first")
    await alice.shelve("other/second")
    await alice.setStatus("acme/first", "draft")
  })
  afterAll(() => registry.close())

  const read = async (path: string, headers: Record<string, string> = {}) => {
    const response = await registry.app.request(path, { headers })
    return { status: response.status, headers: response.headers, xml: await response.text() }
  }

  it("show what happened, newest first, as Atom", async () => {
    const { headers, xml } = await read("/v1/changes.atom")
    expect(headers.get("content-type")).toBe("application/atom+xml; charset=utf-8")
    expect(headers.get("cache-control")).toBe("public, max-age=30, stale-while-revalidate=60")
    const head = ["feed", "id", "title", "link", "updated", "author", "name"]
    const entry = ["entry", "id", "title", "updated", "link", "link", "category", "content"]
    expect(elementsOf(xml)).toEqual([...head, ...entry, ...entry, ...entry])
    expect([...xml.matchAll(/<title>(.*)<\/title>/g)].map(([, title]) => title)).toEqual([
      "FleetPrompt: what changed",
      "acme/first was removed",
      "other/second was published",
      "acme/first was published",
    ])
    expect(xml).toContain("<id>tag:registry.example,2026:change/3</id>")
    expect(xml).toContain(`<updated>${new Date(registry.clock.nowMs()).toISOString()}</updated>`)
  })

  it("are answered 304 until something happens", async () => {
    const etag = (await read("/v1/changes.atom")).headers.get("etag") ?? ""
    expect((await read("/v1/changes.atom", { "if-none-match": etag })).status).toBe(304)
  })

  it("of a publisher show its own events under its name, which is escaped", async () => {
    await alice.request(
      "PATCH",
      "/v1/publishers/other",
      { displayName: `<script>"A" & 'B'` },
      {
        headers: { "if-match": '"pub-1"' },
      },
    )
    const { xml } = await read("/v1/publishers/other/changes.atom")
    expect(xml).toContain("<title>&lt;script&gt;&quot;A&quot; &amp; &apos;B&apos; on FleetPrompt: what changed</title>")
    expect(elementsOf(xml).filter((name) => name === "entry")).toHaveLength(1)
    expect(xml).not.toContain("acme/")
  })

  it("of a publisher that does not exist are not there", async () => {
    expectRefusal(await registry.anonymous.get("/v1/publishers/nobody/changes.atom"), 404, "NOT_FOUND")
  })

  it("end after 50 entries", async () => {
    for (let round = 0; round < 26; round++) {
      await alice.setStatus("acme/first", "published")
      await alice.setStatus("acme/first", "draft")
    }
    expect(elementsOf((await read("/v1/changes.atom")).xml).filter((name) => name === "entry")).toHaveLength(50)
  })
})

describe("an Atom feed", () => {
  it("that is empty is still whole", () => {
    const feed = { publicUrl: "https://r.example", path: "/f", title: "\u0000\ud800x", begunAtMs: 0, changes: [] }
    const xml = atomFeed(feed)
    expect(elementsOf(xml)).toEqual(["feed", "id", "title", "link", "updated", "author", "name"])
    expect(xml).toContain("<title>\ufffd\ufffdx</title>")
    expect(xml).toContain("<updated>1970-01-01T00:00:00.000Z</updated>")
  })
})

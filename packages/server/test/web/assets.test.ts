import { brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { Visitor } from "../support/visitor.ts"

const [engine] = engines
if (engine === undefined) throw new Error("There is no engine.")

describe("T-WEB-7 · what a page weighs", () => {
  let registry: TestRegistry
  let visitor: Visitor
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 100 })
    visitor = new Visitor(registry.app)
    alice = await registry.as("alice")
    await registry.target("whs")
    const words = "Sorts incoming tickets by urgency and topic, and says why. ".repeat(6).slice(0, 359)
    for (let count = 10; count < 40; count++) {
      const slug = `acme-${count}/an-agent-with-quite-a-long-name-${count}`
      await alice.claim(`acme-${count}`)
      await alice.createListing({
        slug,
        summary: words,
        tags: ["support", "triage", `tag-${count}`],
        description: "# Hello\n\nWords. ".repeat(120),
      })
      await alice.publish(slug, { version: "1.0.0", notes: "Words. ".repeat(200) })
      await alice.setStatus(slug, "published")
    }
  }, 60_000)
  afterAll(() => registry.close())

  const fetchBytes = async (path: string, encoding: string) => {
    const response = await registry.app.request(path, { headers: { "accept-encoding": encoding } })
    return { response, bytes: Buffer.from(await response.arrayBuffer()) }
  }
  const linked = async (pattern: RegExp) => pattern.exec((await visitor.get("/")).html)?.[0] ?? ""

  it.each([
    "/",
    "/listings",
    "/listings?q=agent",
    "/listings/acme-10/an-agent-with-quite-a-long-name-10",
    "/categories",
  ])("%s is no more than 60 kB, before anything compresses it", async (path) => {
    const { html, status } = await visitor.get(path)
    expect(status).toBe(200)
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(60_000)
  })

  it("its style is at most 20 kB and its script at most 10 kB on the way", async () => {
    for (const [pattern, bytesMax] of [
      [/\/assets\/site-\w+\.css/, 20_000],
      [/\/assets\/script-\w+\.js/, 10_000],
    ] as const) {
      const path = await linked(pattern)
      const { bytes } = await fetchBytes(path, "identity")
      expect(bytes.length).toBeGreaterThan(0)
      expect(gzipSync(bytes).length, path).toBeLessThanOrEqual(bytesMax)
    }
  })

  it("what a name stands for is kept for good, and comes as small as the browser can read it", async () => {
    const path = await linked(/\/assets\/site-\w+\.css/)
    const plain = await fetchBytes(path, "identity")
    expect(plain.response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
    expect(plain.response.headers.get("vary")).toBe("Accept-Encoding")
    const br = await fetchBytes(path, "gzip, deflate, br")
    expect(br.response.headers.get("content-encoding")).toBe("br")
    expect(brotliDecompressSync(br.bytes)).toEqual(plain.bytes)
    const gzip = await fetchBytes(path, "gzip, br;q=0")
    expect(gzip.response.headers.get("content-encoding")).toBe("gzip")
    expect(gunzipSync(gzip.bytes)).toEqual(plain.bytes)
    expect((await visitor.get("/assets/site-00000000.css")).status).toBe(404)
  })

  it("nothing on a page or in its style is of another origin", async () => {
    const { bytes } = await fetchBytes(await linked(/\/assets\/site-\w+\.css/), "identity")
    expect(bytes.toString().match(/url\(([^)]+)\)/g)).toEqual(
      expect.arrayContaining([expect.stringContaining("/assets/")]),
    )
    expect(bytes.toString()).not.toMatch(/https?:|@import/)
    const { html } = await visitor.get("/")
    const loaded = [
      ...html.matchAll(/<(?:link rel="(?:stylesheet|preload|icon)"[^>]*href|script[^>]*src|img[^>]*src)="([^"]+)"/g),
    ]
    expect(loaded.length).toBeGreaterThan(3)
    for (const [, address = ""] of loaded) expect(address).toMatch(/^\/[^/]/)
  })
})

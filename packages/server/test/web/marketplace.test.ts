import { limits } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { days } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { Visitor, wordsOf } from "../support/visitor.ts"

describe.each(engines)("T-WEB-4 · pages on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let visitor: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 10 })
    visitor = new Visitor(registry.app)
    alice = await registry.as("alice")
    await registry.target("whs")
    await alice.shelve("acme/triage", "1.0.0")
    await alice.publish("acme/triage", {
      version: "1.1.0",
      notes: "# New\n\nFaster.",
      compatibility: { minWHSVersion: "2.0" },
    })
  })
  afterAll(() => registry.close())

  it("show what the API says of a listing, and how to install it", async () => {
    const { status, html } = await visitor.get("/listings/acme/triage")
    expect(status).toBe(200)
    const words = wordsOf({ html })
    for (const part of ["Support Triage", "acme/triage", "WHS agent", "Not verified", "1.1.0", "None yet"]) {
      expect(words).toContain(part)
    }
    expect(html.replaceAll(/<\/?span>/g, "")).toContain("fleetprompt install acme/triage --target whs")
    expect(html).toContain('<link rel="canonical" href="https://registry.example/listings/acme/triage"/>')
    expect(html).toContain('href="/v1/listings/acme/triage/releases/1.1.0/receipt"')
    const data = JSON.parse(/ld\+json">(.*?)<\/script>/.exec(html)?.[1] ?? "")
    expect(data).toMatchObject({ "@type": "SoftwareApplication", identifier: "acme/triage", softwareVersion: "1.1.0" })
  })

  it("show what differs between two releases, and by themselves the last two", async () => {
    const { html } = await visitor.get("/listings/acme/triage/compare")
    expect(wordsOf({ html })).toContain("What changed from 1.0.0 to 1.1.0")
    expect(html).toContain("<ins>2.0</ins>")
    expect(wordsOf(await visitor.get("/listings/acme/triage/compare?from=1.1.0&to=1.1.0"))).toContain(
      "Both have the same content.",
    )
    expect((await visitor.get("/listings/acme/triage/compare?from=1.0.0&to=9.9.9")).status).toBe(404)
  })

  it("say of a revoked release that it is, and why, instead of how to install it", async () => {
    await alice.shelve("gone-co/agent", "1.0.0")
    await alice.revoke("gone-co/agent", "1.0.0", "security", "It leaks.")
    for (const path of ["/listings/gone-co/agent", "/listings/gone-co/agent/releases/1.0.0"]) {
      const words = wordsOf(await visitor.get(path))
      expect(words).toContain("1.0.0 was revoked")
      expect(words).toContain("It leaks.")
      expect(words).not.toContain("fleetprompt install")
    }
    expect((await visitor.get("/listings/gone-co/agent/badge.svg")).html).toContain("no release")
  })

  it("hide what is not public exactly as what is not there", async () => {
    await alice.claim("draft-co")
    await alice.createListing({ slug: "draft-co/secret" })
    await alice.publish("draft-co/secret", { version: "1.0.0" })
    for (const rest of ["", "/releases", "/releases/1.0.0", "/compatibility", "/compare", "/report", "/badge.svg"]) {
      const [hidden, nothing] = await Promise.all(
        ["draft-co/secret", "draft-co/nothing"].map((slug) => visitor.get(`/listings/${slug}${rest}`)),
      )
      expect(hidden?.status).toBe(404)
      const same = (html = "") => html.replaceAll(/req_\w+/g, "")
      expect(same(hidden?.html)).toBe(same(nothing?.html))
    }
    expect((await visitor.get("/sitemap.xml")).html).not.toContain("draft-co")
  })

  it("lead on from the address a listing left", async () => {
    await alice.claim("old-home")
    await alice.claim("new-home")
    await alice.createListing({ slug: "old-home/mover" })
    await alice.publish("old-home/mover", { version: "1.0.0" })
    await alice.setStatus("old-home/mover", "published")
    expect((await alice.transfer("old-home/mover", "new-home")).status).toBe(200)
    const moved = await visitor.get("/listings/old-home/mover/releases/1.0.0")
    expect([moved.status, moved.headers.get("location")]).toEqual([308, "/listings/new-home/mover/releases/1.0.0"])
    expect((await visitor.get("/listings/old-home/mover/badge.svg")).html).toContain("v1.0.0")
  })

  it("are the same for everybody without a cookie, and are not sent twice while nothing changes", async () => {
    const first = await visitor.get("/listings/acme/triage")
    expect(first.headers.get("cache-control")).toBe("public, max-age=30, stale-while-revalidate=60")
    expect(first.headers.get("vary")).toBe("Cookie")
    const etag = first.headers.get("etag") ?? ""
    expect((await visitor.get("/listings/acme/triage", { "if-none-match": etag })).status).toBe(304)
    registry.clock.advance(days(1))
    expect((await visitor.get("/listings/acme/triage", { "if-none-match": etag })).status).toBe(200)
    const dark = await visitor.get("/listings/acme/triage", { cookie: "a=b; fp_theme=dark" })
    expect(dark.html).toContain('data-theme="dark"')
    expect(dark.headers.get("cache-control")).toBe("private, no-cache")
    const forged = await visitor.get("/listings/acme/triage", { cookie: 'fp_theme="><script>' })
    expect(forged.html).not.toContain("data-theme=")
  })

  it.each([
    ["a release", () => alice.publish("acme/triage", { version: "0.9.0" })],
    ["a revocation", () => alice.revoke("acme/triage", "0.9.0")],
    ["a deprecation", () => alice.deprecate("acme/triage", { message: "Old." })],
    [
      "another name of the publisher",
      () =>
        alice.request(
          "PATCH",
          "/v1/publishers/acme",
          { displayName: "Acme Ltd" },
          { headers: { "if-match": '"pub-1"' } },
        ),
    ],
    ["a new target", () => registry.target("whs-2")],
  ])("change with %s at once", async (_what, change) => {
    const paths = ["", "/releases/1.1.0", "/compatibility", "/activity"].map((rest) => `/listings/acme/triage${rest}`)
    const tags = () => Promise.all(paths.map(async (path) => (await visitor.get(path)).headers.get("etag")))
    const before = await tags()
    await change()
    for (const [index, tag] of (await tags()).entries()) expect(tag).not.toBe(before[index])
  })

  it("say of a revoked release that it is, however often its page was drawn before", async () => {
    await alice.shelve("kept-co/agent", "1.0.0")
    await alice.publish("kept-co/agent", { version: "1.1.0" })
    const shown = async (rest: string) => wordsOf(await visitor.get(`/listings/kept-co/agent${rest}`))
    expect(await shown("")).toContain("1.1.0")
    expect(await shown("/releases/1.0.0")).not.toContain("1.0.0 was revoked")
    expect(await shown("/releases/1.1.0")).not.toContain("1.1.0 was revoked")
    await alice.revoke("kept-co/agent", "1.1.0", "security", "It leaks.")
    expect(await shown("/releases/1.0.0")).not.toContain("It leaks.")
    expect(await shown("/releases/1.1.0")).toContain("It leaks.")
    expect((await visitor.get("/listings/kept-co/agent")).html).toContain('"softwareVersion":"1.0.0"')
  })

  it("take an address as people type and share it: what makes no sense was not said", async () => {
    for (const path of [
      "/listings?q=&kind=&sort=",
      "/listings?utm_source=x&kind=nonsense&target=%00",
      "/listings?q=a&q=triage",
    ]) {
      expect((await visitor.get(path)).status).toBe(200)
    }
    expect(wordsOf(await visitor.get("/listings?kind=nonsense"))).toContain("All listings")
    const long = await visitor.get(`/listings?q=${"x".repeat(limits.searchQueryLengthMax + 1)}`)
    expect(wordsOf(long)).toContain("All listings")
  })

  it("name every public listing, publisher and category to search engines, and keep them off the rest", async () => {
    const { html, headers } = await visitor.get("/sitemap.xml")
    expect(headers.get("content-type")).toBe("application/xml")
    for (const path of ["/listings/acme/triage", "/publishers/acme", "/categories/security"]) {
      expect(html).toContain(`<loc>https://registry.example${path}</loc>`)
    }
    expect((await visitor.get("/robots.txt")).html).toContain("Sitemap: https://registry.example/sitemap.xml")
    expect((await visitor.get("/listings?q=triage")).html).toContain('<meta name="robots" content="noindex"/>')
    await alice.setStatus("acme/triage", "unlisted")
    expect((await visitor.get("/listings/acme/triage")).html).toContain('<meta name="robots" content="noindex"/>')
    await alice.setStatus("acme/triage", "published")
  })
})

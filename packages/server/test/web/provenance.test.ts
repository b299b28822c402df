import { releaseDigest } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { runFor, trust } from "../support/trusted-runs.ts"
import { Visitor, wordsOf } from "../support/visitor.ts"

const content = { version: "1.0.0", refs: { whsAgentId: "agt_1" }, compatibility: {}, artifact: null, notes: "" }
const digest = await releaseDigest("whs_agent", content)

/** Claims in which everything that may be text is an attack. */
const hostile = {
  commit: `"><script>alert(1)</script>`,
  ref: "refs/tags/<img src=x onerror=alert(1)>",
  runId: "</a><svg onload=alert(1)>",
  runUrl: "javascript:alert(1)",
}

describe.each(engines.filter(({ name }) => name === "SQLite"))("T-TRUST-7 · provenance on pages", (engine) => {
  let registry: TestRegistry
  let visitor: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 10 })
    visitor = new Visitor(registry.app)
    const alice = await registry.as("alice")
    for (const [slug, claims] of [
      ["acme/triage", {}],
      ["evil/triage", hostile],
    ] as const) {
      await alice.claim(slug.split("/")[0] ?? "")
      await trust(registry, alice, slug)
      const oidcToken = JSON.stringify(claims)
      const run = await runFor(registry, { listing: slug, version: "1.0.0", digest, oidcToken })
      await run.createListing({ slug })
      await run.publish(slug, { version: "1.0.0" })
      await run.setStatus(slug, "published")
    }
    await alice.shelve("plain/triage")
  })
  afterAll(() => registry.close())

  it("is shown with its date, and whose word it is", async () => {
    const page = await visitor.get("/listings/acme/triage")
    const words = wordsOf(page)
    for (const part of ["Provenance", "acme/triage", "refs/tags/v1.0.0", ".github/workflows/release.yml"]) {
      expect(words).toContain(part)
    }
    expect(words).toContain(
      "As claimed by the token of GitHub Actions at the time of publishing, checked on 31 Jan 2026",
    )
    expect(page.html).toContain('href="https://github.com/acme/triage/actions/runs/9001/attempts/1"')
    expect(wordsOf(await visitor.get("/listings/acme/triage/releases"))).toContain("Published from acme/triage")
  })

  it("is not shown where there is none", async () => {
    expect(wordsOf(await visitor.get("/listings/plain/triage"))).not.toContain("Provenance")
  })

  it.each([["/listings/evil/triage"], ["/listings/evil/triage/releases"], ["/listings/evil/triage/releases/1.0.0"]])(
    "is a stranger's text at %s, and nothing else",
    async (path) => {
      const { status, html } = await visitor.get(path)
      expect(status).toBe(200)
      expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;")
      expect(html).not.toMatch(/<img src=x|<svg onload|<script>alert|javascript:alert/)
    },
  )
})

import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/show.ts"
import { idFor, makeListing, makeRelease, nowMs } from "../support/fixtures.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const slug = "acme/triage"

describe("show: argv", () => {
  it.each([
    ["acme/triage", { slug, version: undefined }],
    ["acme/triage@1.4.0", { slug, version: "1.4.0" }],
    ["acme/triage@2.0.0-beta.1", { slug, version: "2.0.0-beta.1" }],
  ])("%s", async (argument, reference) => {
    expect(await parse(define, [argument])).toEqual(reference)
  })

  it.each([["triage"], ["Acme/Triage"], ["acme/triage@latest"], ["acme/triage@v1.0.0"], ["acme/../x"]])(
    "%s is refused",
    async (argument) => {
      expect(await parse(define, [argument])).toMatch(/is invalid for argument 'listing'. It must be /)
    },
  )

  it("needs a listing", async () => {
    expect(await parse(define, [])).toMatch(/missing required argument 'listing'/)
  })
})

describe("show", () => {
  const listing = makeListing(slug, {
    status: "published",
    latestVersion: "1.4.0",
    tags: ["support"],
    description: "# Triage\n\nRoutes \u001b]0;pwned\u0007tickets.",
    publisher: {
      publisherId: idFor("publisher", "acme"),
      handle: "acme",
      displayName: "Acme \u200bInc",
      verifiedAtMs: nowMs,
    },
  })
  const releases = [
    makeRelease(slug, { notes: "Faster." }),
    makeRelease(slug, { version: "1.3.0", status: "revoked", revokedAtMs: nowMs }),
  ]

  it("prints the listing and its latest release", async () => {
    await using registry = await startRegistry({ listings: [listing], releases })
    const ran = await run(["show", slug], { registry, token: undefined })
    expect(ran.exitCode).toBe(0)
    expect(ran.stdout).toBe(`Support Triage
Routes tickets to the right people.

listing     acme/triage
publisher   Acme Inc (acme), verified 2026-01-31
kind        whs_agent
version     1.4.0, published 2026-01-31
digest      sha256:${"0".repeat(64)}
references  whsAgentId=agt_123
tags        support
page        ${registry.url}/listings/acme/triage

# Triage

Routes ]0;pwnedtickets.

In 1.4.0
Faster.
`)
    expect(ran.stderr).toContain("fleetprompt install acme/triage@1.4.0 --target <name>")
  })

  it("prints the named release, and that it was revoked", async () => {
    await using registry = await startRegistry({ listings: [listing], releases })
    const ran = await run(["show", `${slug}@1.3.0`], { registry })
    expect(ran.stdout).toContain("version     1.3.0, published 2026-01-31, REVOKED 2026-01-31")
    expect(ran.stderr).toBe("")
  })

  it("prints listing and release as the API answered them with --json", async () => {
    await using registry = await startRegistry({ listings: [listing], releases })
    const ran = await run(["show", slug, "--json"], { registry })
    expect(JSON.parse(ran.stdout)).toEqual({ listing, preflight: null, release: releases[0] })
  })

  it("shows a listing without a release", async () => {
    await using registry = await startRegistry({ listings: [makeListing(slug, { status: "published" })] })
    expect((await run(["show", slug], { registry })).stdout).toContain("version    no release yet")
    expect(JSON.parse((await run(["show", slug, "--json"], { registry })).stdout).release).toBeNull()
  })

  it.each([[slug], [`${slug}@9.9.9`]])("says that %s is not there: exit 5", async (reference) => {
    const listings = reference.includes("@") ? [listing] : []
    await using registry = await startRegistry({ listings })
    const ran = await run(["show", reference], { registry })
    expect(ran).toMatchObject({ exitCode: 5, stdout: "" })
    expect(ran.stderr).toMatch(/^error: There is no such thing/)
  })
})

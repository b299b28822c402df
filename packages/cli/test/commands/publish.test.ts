import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/publish/publish.ts"
import { makeListing, makeRelease, manifestText } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { problem } from "../support/answer.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const slug = "acme/support-triage"
const project = () => folder({ "fleetprompt.yaml": manifestText })

describe("publish: argv", () => {
  it.each([
    [[], {}],
    [["--dry-run"], { dryRun: true }],
    [["--draft"], { draft: true }],
    [["--on-exists", "skip"], { onExists: "skip" }],
    [["--claim"], { claim: true }],
    [["--wait"], { wait: 60_000 }],
    [["--wait", "30s"], { wait: 30_000 }],
    [["--only", slug], { only: slug }],
    [["--expect-tag"], { expectTag: true }],
    [["--expect-tag", "v1.4.0"], { expectTag: "v1.4.0" }],
    [["--version-from-tag", "v1.4.0"], { versionFromTag: "v1.4.0" }],
  ])("%j", async (argv, options) => {
    expect(await parse(define, argv)).toEqual(options)
  })

  it.each([
    [["--on-exists", "replace"], "Allowed choices are verify, skip, fail"],
    [["--wait", "soon"], "It must be a time up to 24h"],
    [["--wait", "--dry-run"], "cannot be used with option"],
    [["--wait", "--draft"], "cannot be used with option"],
    [["--expect-tag", "--version-from-tag"], "cannot be used with option"],
  ])("%j is refused", async (argv, complaint) => {
    expect(await parse(define, argv)).toContain(complaint)
  })

  it("takes no argument", async () => {
    expect(await parse(define, ["acme/x"])).toMatch(/too many arguments/)
  })
})

describe("publish", () => {
  it("creates listing and release, makes the listing public, and says each step", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    const ran = await run(["publish"], { registry, cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 0 })
    expect(ran.stdout).toMatch(
      /^listing {2}created {4}acme\/support-triage\nrelease {2}created {4}1\.4\.0 {2}sha256:[0-9a-f]{64}\nstatus {3}published {2}was draft\n/,
    )
    expect(ran.stdout).toContain(`${registry.url}/listings/acme/support-triage\n`)
    expect(registry.writes()).toEqual([
      "POST /v1/listings",
      `POST /v1/listings/${slug}/releases`,
      `PUT /v1/listings/${slug}/status`,
    ])
  })

  it("changes nothing the second time, and says so", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    await run(["publish"], { registry, cwd: here.path })
    const before = registry.catalogue.listings.get(slug)
    const again = await run(["publish", "--json"], { registry, cwd: here.path })
    expect(again.exitCode).toBe(0)
    expect(JSON.parse(again.stdout)).toMatchObject({
      listing: { action: "unchanged", fields: [] },
      release: { action: "unchanged", version: "1.4.0" },
      status: "published",
    })
    expect(registry.catalogue.listings.get(slug)).toEqual(before)
  })

  it("sends only the fields that differ, under the ETag it read", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    await run(["publish"], { registry, cwd: here.path })
    await writeFile(join(here.path, "fleetprompt.yaml"), manifestText.replace("Routes tickets", "Sends tickets"))
    const ran = await run(["publish", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(ran.stdout).listing).toEqual({ action: "updated", slug, fields: ["summary"] })
    const patch = registry.requests.find(({ method }) => method === "PATCH")
    expect(patch?.body).toEqual({ summary: "Sends tickets to the right people." })
    expect(patch?.headers["if-match"]).toMatch(/^"\d+"$/)
  })

  it("leaves a draft a draft with --draft", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    const ran = await run(["publish", "--draft"], { registry, cwd: here.path })
    expect(ran.stdout).toContain("status   unchanged  draft")
    expect(registry.catalogue.listings.get(slug)?.status).toBe("draft")
  })

  it("leaves an unlisted listing unlisted", async () => {
    const listings = [makeListing(slug, { status: "unlisted" })]
    await using registry = await startRegistry({ mine: ["acme"], listings })
    await using here = await project()
    const ran = await run(["publish", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(ran.stdout).status).toBe("unlisted")
  })

  it("says that a version it finds unchanged is revoked", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    await run(["publish"], { registry, cwd: here.path })
    const key = `${slug}@1.4.0`
    const release = registry.catalogue.releases.get(key)
    registry.catalogue.releases.set(key, makeRelease(slug, { ...release, status: "revoked" }))
    expect((await run(["publish"], { registry, cwd: here.path })).stderr).toContain(
      "Version 1.4.0 of acme/support-triage is revoked",
    )
  })
})

describe("publish --dry-run", () => {
  it("prints the plan in the shape of the real run, and changes nothing", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    const planned = await run(["publish", "--dry-run", "--json"], { registry, cwd: here.path })
    expect(registry.writes()).toEqual([])
    const real = await run(["publish", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(planned.stdout)).toEqual({ ...JSON.parse(real.stdout), dryRun: true, receipt: null })
  })

  it("says in words that nothing was done", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    const ran = await run(["publish", "--dry-run"], { registry, cwd: here.path })
    expect(ran.stdout).toContain("listing  to be created")
    expect(ran.stdout).toContain("status   to be published")
    expect(ran.stderr).toContain("nothing was changed")
  })
})

describe.each([["publish"], ["publish --dry-run"]])("%s refuses before the first change", (line) => {
  const argv = line.split(" ")
  const offered = makeRelease(slug, { refs: { whsAgentId: "agt_other" }, notes: "Other notes" })

  it("a version that holds other content, naming the fields: exit 6", async () => {
    const listings = [makeListing(slug, { name: "Old name" })]
    await using registry = await startRegistry({ mine: ["acme"], listings, releases: [offered] })
    await using here = await project()
    const ran = await run(argv, { registry, cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 6, stdout: "" })
    expect(ran.stderr).toContain("error: Version 1.4.0 is already published with other content.")
    expect(ran.stderr).toMatch(/\/release\/refs +differs/)
    expect(ran.stderr).toMatch(/\/release\/notes +differs/)
    expect(registry.writes()).toEqual([])
  })

  it("a publisher that does not exist, with what to type: exit 5", async () => {
    await using registry = await startRegistry()
    await using here = await project()
    const ran = await run(argv, { registry, cwd: here.path })
    expect(ran.exitCode).toBe(5)
    expect(ran.stderr).toContain("The publisher acme does not exist yet.")
    expect(ran.stderr).toContain("fleetprompt publisher claim acme")
  })

  it("a publisher of somebody else: exit 5", async () => {
    await using registry = await startRegistry({
      foreign: ["acme"],
      listings: [makeListing(slug, { status: "published" })],
    })
    await using here = await project()
    const ran = await run(argv, { registry, cwd: here.path })
    expect(ran.exitCode).toBe(5)
    expect(ran.stderr).toContain("The publisher acme is not yours")
    expect(registry.writes()).toEqual([])
  })

  it.each([["release:publish"], ["listing:write"], ["listing:read"]] as const)(
    "a token without %s: exit 4",
    async (scope) => {
      const scopes = (["listing:read", "listing:write", "release:publish"] as const).filter((each) => each !== scope)
      await using registry = await startRegistry({ mine: ["acme"], scopes })
      await using here = await project()
      const ran = await run(argv, { registry, cwd: here.path })
      expect(ran.exitCode).toBe(4)
      expect(ran.stderr).toContain(scope)
      expect(registry.writes()).toEqual([])
    },
  )

  it("a listing of another kind: exit 6", async () => {
    const listings = [makeListing(slug, { assetKind: "spec_asset" })]
    await using registry = await startRegistry({ mine: ["acme"], listings })
    await using here = await project()
    const ran = await run(argv, { registry, cwd: here.path })
    expect(ran.exitCode).toBe(6)
    expect(ran.stderr).toContain("kind spec_asset")
  })

  it("a suspended listing: exit 6", async () => {
    const listings = [makeListing(slug, { status: "suspended" })]
    await using registry = await startRegistry({ mine: ["acme"], listings })
    await using here = await project()
    expect(await run(argv, { registry, cwd: here.path })).toMatchObject({ exitCode: 6, stdout: "" })
  })
})

describe("publish: what the registry refuses", () => {
  it("asks to run again where somebody changed the listing in between: exit 6", async () => {
    await using registry = await startRegistry({ mine: ["acme"], listings: [makeListing(slug, { name: "Old name" })] })
    await using here = await project()
    registry.instead("PATCH", problem("ETAG_MISMATCH"))
    const ran = await run(["publish"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(6)
    expect(ran.stderr).toContain("Run the command again")
  })

  it("does not trust a registry that stores another digest: exit 1", async () => {
    await using registry = await startRegistry({ mine: ["acme"], listings: [makeListing(slug)] })
    await using here = await project()
    const release = makeRelease(slug, { digest: `sha256:${"f".repeat(64)}` })
    const body = { result: "created", release, listingStatus: "draft", receipt: "" }
    registry.instead(`POST /v1/listings/${slug}/releases`, { status: 201, body })
    const ran = await run(["publish"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(1)
    expect(ran.stderr).toContain("another digest")
  })
})

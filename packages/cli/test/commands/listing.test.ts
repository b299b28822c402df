import { describe, expect, it } from "vitest"
import { define as defineCreate } from "../../src/commands/listing/create.ts"
import { define as defineGet } from "../../src/commands/listing/get.ts"
import { define as defineList } from "../../src/commands/listing/list.ts"
import { define as definePublish } from "../../src/commands/listing/publish.ts"
import { idFor, makeListing, makeRelease, manifestText } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const slug = "acme/triage"

describe("listing: argv", () => {
  it("create takes every word of a listing", async () => {
    const argv = [
      "--slug",
      slug,
      "--kind",
      "whs_agent",
      "--name",
      "Triage",
      "--summary",
      "Routes",
      "--tag",
      "a",
      "--tag",
      "b",
    ]
    expect(await parse(defineCreate, argv)).toEqual({
      slug,
      kind: "whs_agent",
      name: "Triage",
      summary: "Routes",
      tag: ["a", "b"],
    })
  })

  it("create takes nothing, for the manifest", async () => {
    expect(await parse(defineCreate, [])).toEqual({})
  })

  it.each([[slug], [idFor("listing", slug)]])("get takes %s", async (listing) => {
    expect(await parse(defineGet, [listing])).toEqual({ listing })
  })

  it("list takes a page", async () => {
    expect(await parse(defineList, ["--limit", "5"])).toEqual({ limit: 5 })
  })

  it("publish takes a slug, and no version", async () => {
    expect(await parse(definePublish, [slug])).toEqual({ slug })
    expect(await parse(definePublish, [`${slug}@1.0.0`])).toContain("It must be publisher/name")
  })
})

describe("listing create", () => {
  const flags = ["--slug", slug, "--kind", "whs_agent", "--name", "Triage", "--summary", "Routes", "--tag", "support"]

  it("creates a draft from flags", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    const ran = await run(["listing", "create", ...flags], { registry })
    expect(ran).toEqual({
      exitCode: 0,
      stdout: `Created ${slug}, a draft.\n${registry.url}/listings/${slug}\n`,
      stderr: "",
    })
    expect(registry.catalogue.listings.get(slug)).toMatchObject({ name: "Triage", tags: ["support"] })
    expect(registry.requests[0]?.headers["idempotency-key"]).toBeDefined()
  })

  it("creates a draft from the manifest, and prints it with --json", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await folder({ "fleetprompt.yaml": manifestText })
    const ran = await run(["listing", "create", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(ran.stdout)).toMatchObject({ slug: "acme/support-triage", status: "draft" })
  })

  it("names the flags that are missing: exit 2", async () => {
    const ran = await run(["listing", "create", "--slug", slug, "--name", "Triage"])
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toContain("Missing --kind, --summary.")
  })

  it("tells every broken rule before anything is sent: exit 3", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    const bad = ["--repo-url", "http://example.com", "--category", "toys"]
    const ran = await run(["listing", "create", ...flags, ...bad], { registry })
    expect(ran.exitCode).toBe(3)
    expect(ran.stderr).toMatch(/\/repoUrl +must be an https:/)
    expect(ran.stderr).toMatch(/\/categories\/0 /)
    expect(registry.requests).toEqual([])
  })

  it("says that the publisher has to be claimed first: exit 5", async () => {
    await using registry = await startRegistry()
    const ran = await run(["listing", "create", ...flags], { registry })
    expect(ran).toMatchObject({ exitCode: 5, stdout: "" })
    expect(ran.stderr).toContain(
      "The publisher acme does not exist yet.\nClaim it with `fleetprompt publisher claim acme`",
    )
  })

  it("is a conflict where the slug is taken: exit 6", async () => {
    await using registry = await startRegistry({ mine: ["acme"], listings: [makeListing(slug)] })
    expect(await run(["listing", "create", ...flags], { registry })).toMatchObject({ exitCode: 6, stdout: "" })
  })
})

describe("listing get", () => {
  it.each([[slug], [idFor("listing", slug)]])("shows %s, a draft too", async (name) => {
    await using registry = await startRegistry({ listings: [makeListing(slug)] })
    const ran = await run(["listing", "get", name], { registry })
    expect(ran.exitCode).toBe(0)
    expect(ran.stdout).toMatch(/^listing {2,}acme\/triage\n/)
    expect(ran.stdout).toMatch(/^status +draft$/m)
  })

  it("prints the resource with --json", async () => {
    await using registry = await startRegistry({ listings: [makeListing(slug)] })
    expect(JSON.parse((await run(["listing", "get", slug, "--json"], { registry })).stdout)).toEqual(makeListing(slug))
  })
})

describe("listing list", () => {
  it("lists drafts too", async () => {
    await using registry = await startRegistry({ listings: [makeListing(slug)] })
    const ran = await run(["listing", "list"], { registry })
    expect(ran).toEqual({ exitCode: 0, stdout: `${slug}\tdraft\t-\t2026-01-31\tSupport Triage\n`, stderr: "" })
  })

  it("tells a newcomer where to start", async () => {
    await using registry = await startRegistry()
    expect((await run(["listing", "list"], { registry })).stderr).toContain("fleetprompt init")
  })
})

describe("listing publish", () => {
  it("makes a listing public, and is content where it is already", async () => {
    const listings = [makeListing(slug, { latestVersion: "1.4.0" })]
    await using registry = await startRegistry({ listings, releases: [makeRelease(slug)] })
    for (const _ of ["first", "second"]) {
      const ran = await run(["listing", "publish", slug], { registry })
      expect(ran).toMatchObject({ exitCode: 0, stdout: `${slug} is published.\n${registry.url}/listings/${slug}\n` })
    }
  })

  it("needs a release first: exit 6", async () => {
    await using registry = await startRegistry({ listings: [makeListing(slug)] })
    const ran = await run(["listing", "publish", slug], { registry })
    expect(ran.exitCode).toBe(6)
    expect(ran.stderr).toContain("Publish a release first.")
  })
})

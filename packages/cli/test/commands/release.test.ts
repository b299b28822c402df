import { describe, expect, it } from "vitest"
import { define as defineList } from "../../src/commands/release/list.ts"
import { makeListing, makeRelease, manifestText, nowMs } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const slug = "acme/support-triage"

describe("release: argv", () => {
  it("list takes a slug and a page", async () => {
    expect(await parse(defineList, [slug, "--limit", "2"])).toEqual({ slug, limit: 2 })
  })
})

describe("release publish", () => {
  it("publishes the manifest's release alone, and says unchanged the second time", async () => {
    await using registry = await startRegistry({ mine: ["acme"], listings: [makeListing(slug)] })
    await using here = await folder({ "fleetprompt.yaml": manifestText })
    const first = await run(["release", "publish"], { registry, cwd: here.path })
    expect(first.stdout).toMatch(/^release {2}created {2}1\.4\.0 {2}sha256:/)
    expect(first.stderr).toContain("fleetprompt listing publish acme/support-triage")
    const second = await run(["release", "publish", "--json"], { registry, cwd: here.path })
    expect(second.exitCode).toBe(0)
    expect(JSON.parse(second.stdout)).toMatchObject({ result: "unchanged", listingStatus: "draft" })
    expect(registry.writes()).toEqual([`POST /v1/listings/${slug}/releases`, `POST /v1/listings/${slug}/releases`])
  })

  it("is a conflict where the version holds other content, and names the fields: exit 6", async () => {
    const releases = [makeRelease(slug, { notes: "Other notes" })]
    await using registry = await startRegistry({ listings: [makeListing(slug)], releases })
    await using here = await folder({ "fleetprompt.yaml": manifestText })
    const ran = await run(["release", "publish"], { registry, cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 6, stdout: "" })
    expect(ran.stderr).toMatch(/\/notes +differs/)
    expect(ran.stderr).toContain("Raise release.version")
  })
})

describe("release list", () => {
  const releases = [makeRelease(slug), makeRelease(slug, { version: "1.3.0", status: "revoked", revokedAtMs: nowMs })]

  it("lists every release, revoked ones too", async () => {
    await using registry = await startRegistry({ listings: [makeListing(slug)], releases })
    const ran = await run(["release", "list", slug], { registry })
    expect(ran.stdout.split("\n").map((line) => line.split("\t").slice(0, 3).join(" "))).toEqual([
      "1.4.0 published 2026-01-31",
      "1.3.0 revoked 2026-01-31",
      "",
    ])
  })
})

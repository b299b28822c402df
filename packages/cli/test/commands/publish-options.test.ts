import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Prompts } from "../../src/prompts.ts"
import { problem } from "../support/answer.ts"
import { makeListing, makeRelease, manifestText } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const slug = "acme/support-triage"
const project = () => folder({ "fleetprompt.yaml": manifestText })

describe("publish --on-exists", () => {
  const listing = makeListing(slug, { status: "published", latestVersion: "1.4.0" })
  const release = makeRelease(slug, { notes: "Other" })
  const other = { mine: ["acme"], listings: [listing], releases: [release] }

  it("verify refuses another content, as without it: exit 6", async () => {
    await using registry = await startRegistry(other)
    await using here = await project()
    expect(await run(["publish", "--on-exists", "verify"], { registry, cwd: here.path })).toMatchObject({ exitCode: 6 })
  })

  it("skip leaves the release as it is and brings the listing up to date", async () => {
    await using registry = await startRegistry({ ...other, listings: [{ ...listing, name: "Old" }] })
    await using here = await project()
    const ran = await run(["publish", "--on-exists", "skip", "--json"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(0)
    expect(JSON.parse(ran.stdout)).toMatchObject({
      listing: { action: "updated", fields: ["name"] },
      release: { action: "skipped", digest: release.digest },
    })
    expect(registry.writes()).toEqual([`PATCH /v1/listings/${slug}`])
  })

  it.each([[["publish"]], [["publish", "--dry-run"]]])(
    "fail refuses the same content too with %j: exit 6",
    async (argv) => {
      await using registry = await startRegistry({ mine: ["acme"] })
      await using here = await project()
      await run(["publish"], { registry, cwd: here.path })
      const ran = await run([...argv, "--on-exists", "fail"], { registry, cwd: here.path })
      expect(ran).toMatchObject({ exitCode: 6, stdout: "" })
      expect(ran.stderr).toContain("Version 1.4.0 is already published.")
    },
  )
})

describe("publish and tags", () => {
  it.each([
    ["v1.4.0", {}],
    ["1.4.0", {}],
    ["support-triage@1.4.0", {}],
    ["support-triage-v1.4.0", {}],
    ["support-triage/v1.4.0", {}],
    [undefined, { GITHUB_REF: "refs/tags/v1.4.0" }],
    [undefined, { CI_COMMIT_TAG: "v1.4.0" }],
    [undefined, { BUILDKITE_TAG: "v1.4.0" }],
  ])("goes on where the expected tag %s %j names the version", async (tag, env) => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    const argv = ["publish", "--expect-tag", ...(tag === undefined ? [] : [tag])]
    expect(await run(argv, { registry, cwd: here.path, env })).toMatchObject({ exitCode: 0 })
  })

  it.each([
    [["--expect-tag", "v1.5.0"], {}, 3, "The tag v1.5.0 does not name version 1.4.0 of the manifest."],
    [["--expect-tag"], { GITHUB_REF: "refs/heads/main" }, 2, "--expect-tag found no tag"],
    [["--version-from-tag"], {}, 2, "--version-from-tag found no tag"],
    [["--version-from-tag", "latest"], {}, 2, "The tag latest names no version."],
    [["--version-from-tag", "v01.4.0"], {}, 2, "names no version."],
  ])("refuses %j %j before it asks the registry: exit %i", async (flags, env, exitCode, complaint) => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    const ran = await run(["publish", ...flags], { registry, cwd: here.path, env })
    expect(ran).toMatchObject({ exitCode, stdout: "" })
    expect(ran.stderr).toContain(complaint)
    expect(registry.requests).toEqual([])
  })

  it("takes the version from the tag, also where the manifest names none", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await folder({ "fleetprompt.yaml": manifestText.replace("  version: 1.4.0\n", "") })
    const ran = await run(["publish", "--version-from-tag", "v2.0.0"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(0)
    expect(registry.catalogue.releases.has(`${slug}@2.0.0`)).toBe(true)
  })
})

describe("publish --wait", () => {
  it("reads the release back without the token", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    expect(await run(["publish", "--wait"], { registry, cwd: here.path })).toMatchObject({ exitCode: 0 })
    const last = registry.requests.at(-1)
    expect(last).toMatchObject({ method: "GET", path: `/v1/listings/${slug}/releases/1.4.0` })
    expect(last?.headers["authorization"]).toBeUndefined()
  })

  it("says that it is published and not yet readable where the time is over: exit 8", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    registry.instead(`GET /v1/listings/${slug}/releases/1.4.0`, problem("NOT_FOUND"))
    let nowMs = 0
    const ran = await run(["publish", "--wait", "30s"], { registry, cwd: here.path, nowMs: () => (nowMs += 10_000) })
    expect(ran.exitCode).toBe(8)
    expect(ran.stderr).toContain("is published, but not everybody can read it yet.")
  })
})

describe("publish under a handle nobody has", () => {
  const answering = (answer: boolean): Prompts => ({
    text: () => Promise.reject(new Error("Nobody expected this question.")),
    choose: () => Promise.reject(new Error("Nobody expected this question.")),
    confirm: async () => answer,
  })

  it("claims it with --claim, also where nobody can be asked", async () => {
    await using registry = await startRegistry()
    await using here = await project()
    const ran = await run(["publish", "--claim"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(0)
    expect(registry.writes()[0]).toBe("POST /v1/publishers")
  })

  it("asks on a terminal, and claims it after a yes", async () => {
    await using registry = await startRegistry()
    await using here = await project()
    const ran = await run(["publish"], { registry, cwd: here.path, terminal: 80, answers: answering(true) })
    expect(ran.exitCode).toBe(0)
    expect(registry.writes()[0]).toBe("POST /v1/publishers")
  })

  it.each([
    ["a no", { terminal: 80, answers: answering(false) }, []],
    ["a dry run", {}, ["--claim", "--dry-run"]],
  ])("claims nothing after %s: exit 5", async (_, world, flags) => {
    await using registry = await startRegistry()
    await using here = await project()
    const ran = await run(["publish", ...flags], { registry, cwd: here.path, ...world })
    expect(ran.exitCode).toBe(5)
    expect(registry.writes()).toEqual([])
  })

  it("never takes one of somebody else: exit 5", async () => {
    await using registry = await startRegistry({ foreign: ["acme"] })
    await using here = await project()
    expect(await run(["publish", "--claim"], { registry, cwd: here.path })).toMatchObject({ exitCode: 5 })
    expect(registry.writes()).toEqual([])
  })
})

describe("--output-file", () => {
  const events = async (path: string) =>
    (await readFile(path, "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))

  it("holds the run as one JSON value a line, beside what people read", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    const ran = await run(["publish", "--output-file", "events.ndjson"], { registry, cwd: here.path })
    expect(ran.stdout).toContain("release  created")
    expect(await events(join(here.path, "events.ndjson"))).toMatchObject([
      { event: "started", schema: 1, atMs: expect.any(Number), command: "publish", version: expect.any(String) },
      { event: "published", listing: { action: "created", slug }, release: { action: "created" }, status: "published" },
      { event: "result", result: { listing: { slug } } },
    ])
  })

  it("ends with the failure, as --json tells it", async () => {
    await using here = await folder({ "fleetprompt.yaml": manifestText.replace("1.4.0", "one") })
    await run(["publish", "--output-file", "events.ndjson"], { cwd: here.path })
    const [, failed] = await events(join(here.path, "events.ndjson"))
    expect(failed).toMatchObject({ event: "failed", failure: { code: "MANIFEST_INVALID", exitCode: 3 } })
  })

  it("never holds a credential", async () => {
    await using registry = await startRegistry({
      listings: [makeListing(slug, { status: "published", latestVersion: "1.4.0" })],
      releases: [makeRelease(slug)],
    })
    await using here = await folder()
    const argv = ["install", slug, "--target", "whs", "--json", "--output-file", "events.ndjson"]
    expect((await run(argv, { registry, cwd: here.path })).stdout).toContain("fpit_")
    const text = await readFile(join(here.path, "events.ndjson"), "utf8")
    expect(text).toContain("fpit_[redacted]")
    expect(text).not.toMatch(/fpit_[0-9A-Za-z]/)
  })

  it("that cannot be written stops the command before it does anything: exit 2", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    const ran = await run(["publish", "--output-file", "no/such/folder/x"], { registry, cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(registry.requests).toEqual([])
  })
})

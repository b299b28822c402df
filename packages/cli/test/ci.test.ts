import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { problem } from "./support/answer.ts"
import { installToken, makeListing, makeRelease, manifestText } from "./support/fixtures.ts"
import { folder } from "./support/folder.ts"
import { startRegistry } from "./support/registry.ts"
import { run } from "./support/run.ts"

const slug = "acme/support-triage"
const github = { CI: "true", GITHUB_ACTIONS: "true" }
const project = () => folder({ "fleetprompt.yaml": manifestText, "summary.md": "" })

describe("in GitHub Actions", () => {
  it("a finding stands beside its line, by its path from the root of the checkout", async () => {
    await using here = await folder({ "agents/fleetprompt.yaml": manifestText.replace("1.4.0", "v1") })
    const env = { ...github, GITHUB_WORKSPACE: here.path }
    const ran = await run(["validate"], { cwd: join(here.path, "agents"), env })
    expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
    expect(ran.stderr).toMatch(
      /^::error file=agents\/fleetprompt\.yaml,line=8,col=12,title=The manifest is not valid::\/release\/version must be/m,
    )
  })

  it("a failure without a place is told as well, and cannot be turned into an order by what a registry says", async () => {
    await using registry = await startRegistry()
    const body = { ...(problem("UNAVAILABLE").body as object), detail: "No.\n::add-mask::e\u001b[31m%" }
    registry.instead("GET /v1/listings", { status: 503, body })
    const ran = await run(["search"], { registry, env: github })
    expect(ran.stderr).toMatch(/^::error title=.+::No\.%0A::add-mask::e%25%0A/m)
    expect(ran.stderr).not.toMatch(/^::add-mask/m)
  })

  it("JSON stays one line, without annotations", async () => {
    await using here = await folder({ "fleetprompt.yaml": manifestText.replace("1.4.0", "v1") })
    const ran = await run(["validate", "--json"], { cwd: here.path, env: github })
    expect(JSON.parse(ran.stderr)).toMatchObject({ code: "MANIFEST_INVALID" })
  })

  it("a token is masked before it is printed", async () => {
    await using registry = await startRegistry({
      listings: [makeListing(slug, { status: "published", latestVersion: "1.4.0" })],
      releases: [makeRelease(slug)],
    })
    for (const flag of ["--token-stdout", "--print-link", "--json"]) {
      const ran = await run(["install", slug, "--target", "whs", flag], { registry, env: github })
      expect(ran.exitCode).toBe(0)
      expect(ran.stderr).toMatch(new RegExp(`^::add-mask::${installToken}\\n`))
    }
  })

  it("a stranger's text gives the runner no orders", async () => {
    const description = "Fine\n::stop-commands::x\n  ##[group]y"
    await using registry = await startRegistry({ listings: [makeListing(slug, { status: "published", description })] })
    const ran = await run(["show", slug], { registry, env: github })
    expect(ran.stdout).toContain("\\::stop-commands::x\n  \\##[group]y")
    expect(ran.stdout).not.toMatch(/^\s*::/m)
  })

  it("the page of the job says what was published", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    const env = { ...github, GITHUB_STEP_SUMMARY: join(here.path, "summary.md") }
    await run(["publish"], { registry, cwd: here.path, env })
    const summary = await readFile(join(here.path, "summary.md"), "utf8")
    expect(summary).toContain("### fleetprompt publish\n")
    expect(summary).toMatch(
      /^\| \[acme\/support-triage\]\(http.+\) \| created \| 1\.4\.0 created \| published \| `sha256/m,
    )
  })

  it("the page of the job says why it failed, in words that stay words", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    const issue = { pointer: "/name", code: "custom", message: "no <img src=x> or [link](x)" }
    registry.instead("POST /v1/listings", problem("VALIDATION_FAILED", [issue]))
    const env = { ...github, GITHUB_STEP_SUMMARY: join(here.path, "summary.md") }
    await run(["publish"], { registry, cwd: here.path, env })
    const summary = await readFile(join(here.path, "summary.md"), "utf8")
    expect(summary).toContain("### fleetprompt publish failed")
    expect(summary).toContain("no \\<img src=x\\> or \\[link\\](x)")
  })
})

describe("elsewhere", () => {
  it.each([
    ["GitLab", { CI: "true", GITLAB_CI: "true" }],
    ["plain CI", { CI: "true" }],
    ["no CI", {}],
  ])("in %s nothing is said beside the failure", async (_, env) => {
    await using here = await folder({ "fleetprompt.yaml": manifestText.replace("1.4.0", "v1") })
    expect((await run(["validate"], { cwd: here.path, env })).stderr).toMatch(
      /^error: fleetprompt.yaml has a problem\./,
    )
  })

  it("Buildkite opens the group that failed", async () => {
    await using here = await folder({ "fleetprompt.yaml": manifestText.replace("1.4.0", "v1") })
    const ran = await run(["validate"], { cwd: here.path, env: { CI: "true", BUILDKITE: "true" } })
    expect(ran.stderr).toMatch(/^\^\^\^ \+\+\+\nerror: /)
  })

  it("a terminal that CI attaches shows no spinner", async () => {
    await using registry = await startRegistry()
    const ran = await run(["search"], { registry, terminal: 80, env: { CI: "true", NO_COLOR: "1" } })
    expect(ran).toMatchObject({ exitCode: 0, stderr: "Nothing fits. Try fewer or other words.\n" })
  })
})

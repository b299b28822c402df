import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/search.ts"
import { makeListing } from "../support/fixtures.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

describe("search: argv", () => {
  it.each([
    [[], { words: [] }],
    [["ticket", "triage"], { words: ["ticket", "triage"] }],
    [["--kind", "whs_agent", "x"], { words: ["x"], kind: "whs_agent" }],
    [["--tag=support", "--publisher", "acme"], { words: [], tag: "support", publisher: "acme" }],
    [["--limit", "3", "--cursor", "abc"], { words: [], limit: 3, cursor: "abc" }],
  ])("%j", async (argv, options) => {
    expect(await parse(define, argv)).toEqual(options)
  })

  it.each([
    [["--kind", "robot"], "Allowed choices are whs_agent, agentromatic_workflow, spec_asset."],
    [["--limit", "101"], "It must be a whole number from 1 to 100."],
    [["--limit", "two"], "It must be a whole number from 1 to 100."],
    [["--tag", "Not A Tag"], "It must be lower-case letters, digits and single hyphens."],
  ])("%j is refused", async (argv, complaint) => {
    expect(await parse(define, argv)).toContain(complaint)
  })
})

describe("search", () => {
  const listings = [
    makeListing("acme/triage", {
      status: "published",
      latestVersion: "1.4.0",
      summary: "Routes\n\u001b[31mtickets\u202e",
    }),
    makeListing("acme/draft"),
  ]

  it("prints one line of tab-separated values for each listing where stdout is a pipe", async () => {
    await using registry = await startRegistry({ listings })
    const ran = await run(["search", "triage"], { registry })
    expect(ran).toEqual({ exitCode: 0, stdout: "acme/triage\t1.4.0\twhs_agent\tRoutes tickets\n", stderr: "" })
  })

  it("fits a titled table into a terminal", async () => {
    await using registry = await startRegistry({ listings })
    const ran = await run(["search"], { registry, terminal: 40, env: { NO_COLOR: "1" } })
    expect(ran.stdout).toBe("LISTING      VERSION  KIND       SUMMARY\nacme/triage  1.4.0    whs_agent  Routes…\n")
  })

  it("sends words and filters, and the token where there is one", async () => {
    await using registry = await startRegistry({ listings })
    await run(["search", "ticket", "triage", "--kind", "whs_agent", "--limit", "3"], { registry })
    await run(["search", "triage"], { registry, token: undefined })
    const [first, second] = registry.requests
    expect(Object.fromEntries(new URL(first?.path ?? "", registry.url).searchParams)).toEqual({
      q: "ticket triage",
      kind: "whs_agent",
      limit: "3",
    })
    expect(first?.headers["authorization"]).toMatch(/^Bearer fpat_/)
    expect(second?.headers["authorization"]).toBeUndefined()
  })

  it("prints the page as the API answered it with --json", async () => {
    await using registry = await startRegistry({ listings })
    const ran = await run(["search", "--json"], { registry })
    expect(JSON.parse(ran.stdout)).toEqual({
      data: [expect.objectContaining({ slug: "acme/triage" })],
      page: { nextCursor: null },
      facets: null,
      suggestions: null,
    })
    expect(ran.stderr).toBe("")
    expect(ran.stdout).toMatch(/^[\n\x20-\x7e]*$/)
  })

  it("succeeds with nothing on stdout where nothing fits", async () => {
    await using registry = await startRegistry()
    const ran = await run(["search", "nothing"], { registry })
    expect(ran).toEqual({ exitCode: 0, stdout: "", stderr: "Nothing fits. Try fewer or other words.\n" })
  })

  it("says nothing beside the result with --quiet", async () => {
    await using registry = await startRegistry()
    expect(await run(["search", "nothing", "--quiet"], { registry })).toEqual({ exitCode: 0, stdout: "", stderr: "" })
  })

  it("tells how to get the next page", async () => {
    await using registry = await startRegistry()
    const body = { data: [], page: { nextCursor: "abc" }, facets: null, suggestions: null }
    registry.instead("GET /v1/listings", { status: 200, body })
    expect((await run(["search"], { registry })).stderr).toContain("--cursor abc")
  })

  it("refuses a search longer than the registry takes: exit 2", async () => {
    await using registry = await startRegistry()
    expect(await run(["search", "x".repeat(201)], { registry })).toMatchObject({ exitCode: 2, stdout: "" })
    expect(registry.requests).toEqual([])
  })
})

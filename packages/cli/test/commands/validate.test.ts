import { publishReleaseRequest, releaseDigest } from "@fleetprompt/sdk/contracts"
import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/validate.ts"
import { manifestText } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { run } from "../support/run.ts"

describe("validate: argv", () => {
  it.each([
    [[], { path: undefined }],
    [["sub/fleetprompt.yml"], { path: "sub/fleetprompt.yml" }],
  ])("%j", async (argv, options) => {
    expect(await parse(define, argv)).toEqual(options)
  })
})

describe("validate", () => {
  const content = publishReleaseRequest.parse({ version: "1.4.0", refs: { whsAgentId: "agt_123" } })

  it("prints what would be published and its digest, without a token and without a network", async () => {
    await using here = await folder({ "fleetprompt.yaml": manifestText })
    const digest = await releaseDigest("whs_agent", content)
    const ran = await run(["validate"], { cwd: here.path, token: undefined })
    expect(ran).toEqual({
      exitCode: 0,
      stdout: `fleetprompt.yaml is valid: acme/support-triage@1.4.0\n${digest}\n`,
      stderr: "",
    })
  })

  it("prints the same as JSON", async () => {
    await using here = await folder({ "fleetprompt.yaml": manifestText })
    const ran = await run(["validate", "--json"], { cwd: here.path })
    expect(JSON.parse(ran.stdout)).toEqual({
      valid: true,
      manifest: "fleetprompt.yaml",
      slug: "acme/support-triage",
      version: "1.4.0",
      digest: await releaseDigest("whs_agent", content),
    })
  })

  it.each([
    ["a file", ["validate", "sub/fleetprompt.yaml"]],
    ["a folder", ["validate", "sub"]],
    ["--config", ["validate", "--config", "sub/fleetprompt.yaml"]],
  ])("checks the manifest that %s names", async (_, argv) => {
    await using here = await folder({ "sub/fleetprompt.yaml": manifestText })
    expect((await run(argv, { cwd: here.path })).stdout).toMatch(/^sub\/fleetprompt\.yaml is valid/)
  })

  it("lists every finding with its place, and exits 3", async () => {
    const text = manifestText.replace("summary:", "sumary:").replace("1.4.0", "v1.4").replace("whs_agent", "robot")
    await using here = await folder({ "fleetprompt.yaml": text })
    const ran = await run(["validate"], { cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
    expect(ran.stderr).toBe(`error: fleetprompt.yaml has 4 problems.
  fleetprompt.yaml:2:1   /listing/summary    is required
      1 | manifestVersion: 1
    > 2 | listing:
        | ^
      3 |   slug: acme/support-triage
  fleetprompt.yaml:4:14  /listing/assetKind  must be one of whs_agent, agentromatic_workflow, spec_asset
      3 |   slug: acme/support-triage
    > 4 |   assetKind: robot
        |              ^
      5 |   name: Support Triage
  fleetprompt.yaml:6:3   /listing/sumary     is not a known field; did you mean summary?
      5 |   name: Support Triage
    > 6 |   sumary: Routes tickets to the right people.
        |   ^
      7 | release:
  fleetprompt.yaml:8:12  /release/version    must be a semantic version such as 1.4.0 or 2.0.0-beta.1, without a leading v or build metadata
      7 | release:
    > 8 |   version: v1.4
        |            ^
      9 |   refs:
Correct what is listed above, then run \`fleetprompt validate\`.
`)
  })

  it("writes the findings as one line of problem+json with --json", async () => {
    await using here = await folder({ "fleetprompt.yaml": manifestText.replace("whsAgentId", "specAssetId") })
    const ran = await run(["validate", "--json"], { cwd: here.path })
    expect(ran.stdout).toBe("")
    expect(ran.stderr.trimEnd().split("\n")).toHaveLength(1)
    expect(JSON.parse(ran.stderr)).toMatchObject({
      code: "MANIFEST_INVALID",
      exitCode: 3,
      errors: [
        { pointer: "/release/refs/whsAgentId", file: "fleetprompt.yaml", line: 9, column: 3 },
        { pointer: "/release/refs/specAssetId", file: "fleetprompt.yaml", line: 10, column: 18 },
      ],
    })
  })
})

import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/diff/diff.ts"
import { makeListing, makeRelease, manifestText } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const slug = "acme/support-triage"
const project = () => folder({ "fleetprompt.yaml": manifestText })

describe("diff: argv", () => {
  it.each([
    [[], {}],
    [["--exit-code"], { exitCode: true }],
    [["--only", slug], { only: slug }],
    [["--version-from-tag"], { versionFromTag: true }],
    [["--version-from-tag", "v2.0.0"], { versionFromTag: "v2.0.0" }],
  ])("%j", async (argv, options) => {
    expect(await parse(define, argv)).toEqual(options)
  })
})

describe("diff", () => {
  it("says what is new, without a token", async () => {
    await using registry = await startRegistry()
    await using here = await project()
    const ran = await run(["diff"], { registry, cwd: here.path, token: undefined })
    expect(ran).toMatchObject({ exitCode: 0, stderr: "" })
    expect(ran.stdout).toBe(`${slug}@1.4.0\n  the listing is new\n  the version 1.4.0 is new\n`)
    expect(registry.writes()).toEqual([])
  })

  it("says that nothing differs after a publish", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project()
    await run(["publish"], { registry, cwd: here.path })
    const ran = await run(["diff", "--exit-code"], { registry, cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 0, stdout: `${slug}@1.4.0  the registry holds the same\n` })
  })

  it("shows both sides of each field that differs, line by line", async () => {
    const listings = [
      makeListing(slug, {
        status: "published",
        summary: "Routes\u001b[31m tickets.",
        description: "One\nTwo\nThree",
        latestVersion: "1.4.0",
      }),
    ]
    await using registry = await startRegistry({ listings, releases: [makeRelease(slug, { notes: "Other" })] })
    const text = manifestText.replace("  summary:", "  description: |-\n    One\n    2\n    Three\n  summary:")
    await using here = await folder({ "fleetprompt.yaml": text })
    const ran = await run(["diff"], { registry, cwd: here.path })
    expect(ran.stdout).toBe(
      [
        `${slug}@1.4.0`,
        "  the version 1.4.0 is published with other content, and a release never changes",
        "  /listing/summary",
        "    - Routes tickets.",
        "    + Routes tickets to the right people.",
        "  /listing/description",
        "      One",
        "    - Two",
        "    + 2",
        "      Three",
        "  /release/notes",
        "    - Other",
        "",
      ].join("\n"),
    )
  })

  it("prints the values of both sides with --json, and exits 6 with --exit-code", async () => {
    await using registry = await startRegistry({ listings: [makeListing(slug, { name: "Old", status: "published" })] })
    await using here = await project()
    const ran = await run(["diff", "--json", "--exit-code"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(6)
    expect(JSON.parse(ran.stdout)).toEqual({
      data: [
        {
          slug,
          version: "1.4.0",
          listing: {
            exists: true,
            fields: [{ pointer: "/listing/name", registry: "Old", manifest: "Support Triage" }],
          },
          release: { exists: false, fields: [] },
        },
      ],
    })
    expect(JSON.parse(ran.stderr)).toMatchObject({ code: "DIFFERS", errors: [{ pointer: "/listing/name" }] })
  })
})

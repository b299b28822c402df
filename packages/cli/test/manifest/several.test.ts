import { describe, expect, it } from "vitest"
import { folder } from "../support/folder.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const entry = (name: string, version = "1.0.0") => `  - listing:
      slug: acme/${name}
      assetKind: whs_agent
      name: ${name}
      summary: Does things.
    release:
      version: ${version}
      refs: { whsAgentId: agt_${name} }
`
const several = (...entries: string[]) => `manifestVersion: 1\nlistings:\n${entries.join("")}`
const project = (...entries: string[]) => folder({ "fleetprompt.yaml": several(...entries) })

describe("a manifest of several listings", () => {
  it("is validated as a whole", async () => {
    await using here = await project(entry("one"), entry("two"))
    const ran = await run(["validate", "--json"], { cwd: here.path })
    expect(JSON.parse(ran.stdout)).toMatchObject({
      valid: true,
      listings: [
        { slug: "acme/one", version: "1.0.0" },
        { slug: "acme/two", version: "1.0.0" },
      ],
    })
  })

  it("is published in one run, and unchanged in the next", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project(entry("one"), entry("two"))
    const ran = await run(["publish"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(0)
    expect([...registry.catalogue.releases.keys()]).toEqual(["acme/one@1.0.0", "acme/two@1.0.0"])
    const again = await run(["publish", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(again.stdout)).toMatchObject({
      dryRun: false,
      results: [{ release: { action: "unchanged" } }, { release: { action: "unchanged" } }],
    })
  })

  it("publishes nothing where one of its listings cannot be", async () => {
    await using registry = await startRegistry({ mine: ["acme"], foreign: ["globex"] })
    await using here = await project(entry("one"), entry("two").replace("acme/", "globex/"))
    const ran = await run(["publish"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(5)
    expect(registry.writes()).toEqual([])
  })

  it("publishes one of them with --only, under the version of its tag", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project(entry("one"), entry("two"))
    const argv = ["publish", "--only", "acme/two", "--version-from-tag", "two@3.1.0"]
    expect(await run(argv, { registry, cwd: here.path })).toMatchObject({ exitCode: 0 })
    expect([...registry.catalogue.releases.keys()]).toEqual(["acme/two@3.1.0"])
  })

  it.each([
    [
      ["publish", "--only", "acme/three"],
      "fleetprompt.yaml has no listing acme/three.\nIts listings: acme/one, acme/two.",
    ],
    [["publish", "--version-from-tag", "v2.0.0"], "Add --only <slug>."],
    [["release", "publish"], "fleetprompt.yaml has 2 listings.\nAdd --only <slug>"],
    [["listing", "create"], "fleetprompt.yaml has 2 listings.\nAdd --only <slug>"],
  ])("asks which one is meant for %j: exit 2", async (argv, complaint) => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await project(entry("one"), entry("two"))
    const ran = await run(argv, { registry, cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toContain(complaint)
    expect(registry.writes()).toEqual([])
  })

  it.each([
    [
      "a slug twice",
      several(entry("one"), entry("one")),
      /:12:13 +\/listings\/1\/listing\/slug +is the slug of a listing/,
    ],
    ["no listing", "manifestVersion: 1\nlistings: []\n", /\/listings +must name at least one listing/],
    [
      "an unknown field",
      several(`${entry("one")}    relase: {}\n`),
      /\/listings\/0\/relase +is not a known field; did/,
    ],
    [
      "a missing version",
      several(entry("one").replace("      version: 1.0.0\n", "")),
      /\/listings\/0\/release\/version/,
    ],
    [
      "a file that is not there",
      several(entry("one").replace("Does things.", "x\n      description: { file: NO.md }")),
      /does not exist/,
    ],
    ["both forms", `${several(entry("one"))}listing: {}\n`, /\/listing +is not a known field/],
  ])("is refused with %s, and the place of it: exit 3", async (_, text, complaint) => {
    await using here = await folder({ "fleetprompt.yaml": text })
    const ran = await run(["validate"], { cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
    expect(ran.stderr).toMatch(complaint)
  })

  it("tells in which of its listings a secret stands", async () => {
    const secret = `ghp_${"A1b2C3d4E5".repeat(4).slice(0, 36)}`
    await using here = await project(entry("one"), entry("two").replace("Does things.", `Use ${secret}`))
    const ran = await run(["validate", "--json"], { cwd: here.path })
    expect(ran.exitCode).toBe(3)
    expect(JSON.parse(ran.stderr).errors).toMatchObject([{ pointer: "/listings/1/listing/summary", line: 15 }])
    expect(ran.stderr).not.toContain(secret)
  })
})

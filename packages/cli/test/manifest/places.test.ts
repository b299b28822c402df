import { stat } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it, vi } from "vitest"
import { manifestText } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { run } from "../support/run.ts"

const json = JSON.stringify({
  manifestVersion: 1,
  listing: { slug: "acme/support-triage", assetKind: "whs_agent", name: "Triage", summary: "Routes" },
  release: { version: "1.4.0", refs: { whsAgentId: "agt_123" } },
})
const found = async (files: Record<string, string>, below = "") => {
  await using here = await folder(files)
  const ran = await run(["validate", "--json"], { cwd: join(here.path, below) })
  return ran.exitCode === 0 ? JSON.parse(ran.stdout).manifest : JSON.parse(ran.stderr).code
}

describe("the manifest is found", () => {
  it.each([
    ["fleetprompt.yaml", manifestText],
    ["fleetprompt.yml", manifestText],
    ["fleetprompt.json", json],
    [".config/fleetprompt.yaml", manifestText],
    [".config/fleetprompt.yml", manifestText],
    [".config/fleetprompt.json", json],
    ["package.json", `{ "name": "x", "fleetprompt": ${json} }`],
    ["package.json", `{\n\t"name": "x",\n\t"fleetprompt": ${json}\n}`],
  ])("as %s", async (name, text) => {
    expect(await found({ [name]: text })).toBe(name)
  })

  it("as fleetprompt.yaml before any other", async () => {
    const files = {
      "package.json": `{ "fleetprompt": ${json} }`,
      "fleetprompt.json": json,
      "fleetprompt.yaml": manifestText,
    }
    expect(await found(files)).toBe("fleetprompt.yaml")
  })

  it("in a folder above, within the same git repository", async () => {
    expect(await found({ ".git/HEAD": "", "fleetprompt.yaml": manifestText, "src/deep/x": "" }, "src/deep")).toBe(
      "../../fleetprompt.yaml",
    )
  })

  it("nearest first, past a package.json that says nothing of FleetPrompt", async () => {
    const files = { ".git/HEAD": "", "fleetprompt.yaml": manifestText, "app/package.json": "{}", "app/src/x": "" }
    expect(await found(files, "app/src")).toBe("../../fleetprompt.yaml")
  })
})

describe("the manifest is not looked for", () => {
  it("above the root of the git repository", async () => {
    expect(await found({ "fleetprompt.yaml": manifestText, "repo/.git/HEAD": "" }, "repo")).toBe("MANIFEST_NOT_FOUND")
  })

  it("above the working directory outside of a repository", async () => {
    expect(await found({ "fleetprompt.yaml": manifestText, "sub/x": "" }, "sub")).toBe("MANIFEST_NOT_FOUND")
  })

  it("in code: no script beside it is run", async () => {
    const script = `require("node:fs").writeFileSync(require("node:path").join(__dirname, "ran"), "")`
    await using here = await folder({
      "fleetprompt.config.js": script,
      ".fleetpromptrc.js": script,
      ".config/config.js": script,
      ".config/config.cjs": script,
      "fleetprompt.yaml": manifestText,
    })
    vi.spyOn(process, "cwd").mockReturnValue(here.path)
    expect(await run(["validate"], { cwd: here.path })).toMatchObject({ exitCode: 0 })
    for (const place of ["ran", ".config/ran"]) await expect(stat(join(here.path, place))).rejects.toThrow("ENOENT")
  })
})

describe("places inside a package.json", () => {
  it("are told with its own lines", async () => {
    const text = `{\n  "name": "x",\n  "fleetprompt": ${json.replace('"Routes"', "7")}\n}`
    await using here = await folder({ "package.json": text })
    const ran = await run(["validate"], { cwd: here.path })
    expect(ran.stderr).toMatch(/package\.json:3:\d+ {2}\/listing\/summary {2}must be text/)
  })
})

describe("the folder of a manifest under .config", () => {
  it("is the project's, so that its README can be named", async () => {
    const text = manifestText.replace("  summary:", "  description: { file: README.md }\n  summary:")
    expect(await found({ ".config/fleetprompt.yaml": text, "README.md": "Hello" })).toBe(".config/fleetprompt.yaml")
  })
})

import { describe, expect, it } from "vitest"
import { manifestText, personalToken } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

/** Put together here, so that no scanner of repositories finds it. */
const github = ["ghp", "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8aB3dE5gH7"].join("_")

const withLine = (line: string) => manifestText.replace("  summary:", `  ${line}\n  summary:`)
const withNotes = (notes: string) => `${manifestText}  notes: ${notes}\n`

describe("T-SECRETS-3 · a manifest with what looks like a secret", () => {
  it.each([
    ["in a field", withLine(`description: "Use ${github} here"`), "6:16 /listing/description github"],
    ["in a reference", manifestText.replace("agt_123", github), "10:17 /release/refs/whsAgentId github"],
    ["in a credential of ours", withNotes(personalToken), "11:10 /release/notes fleetprompt"],
    ["in a link", withLine(`docsUrl: https://docs.acme.dev/?t=${github}`), "6:12 /listing/docsUrl github"],
  ])("is told where it is: %s", async (_what, text, place) => {
    await using here = await folder({ "fleetprompt.yaml": text })
    const ran = await run(["validate", "--json"], { cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
    const { code, errors } = JSON.parse(ran.stderr)
    expect(code).toBe("SECRET_DETECTED")
    expect(errors).toHaveLength(1)
    const [{ file, line, column, pointer, code: rule }] = errors
    expect([file, `${line}:${column} ${pointer} ${rule}`]).toEqual(["fleetprompt.yaml", place])
    expect(ran.stderr).not.toMatch(new RegExp(`${github}|${personalToken}`))
  })

  it("is told the place in the file it names", async () => {
    const files = {
      "README.md": `# Triage\n\nexport TOKEN=${github}\n`,
      "fleetprompt.yaml": withLine("description: { file: ./README.md }"),
    }
    await using here = await folder(files)
    const ran = await run(["validate"], { cwd: here.path })
    expect(ran.exitCode).toBe(3)
    expect(ran.stderr).toContain("README.md:3:14  /listing/description")
    expect(ran.stderr).not.toContain(github)
  })

  it.each([["publish"], ["release publish"], ["listing create"], ["publish --dry-run"]])(
    "is refused by %s before the registry hears of it",
    async (command) => {
      await using registry = await startRegistry({ mine: ["acme"] })
      await using here = await folder({ "fleetprompt.yaml": withNotes(github) })
      const ran = await run(command.split(" "), { registry, cwd: here.path })
      expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
      expect(registry.requests).toEqual([])
    },
  )

  it("is refused in the flags of listing create, too", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    const flags = ["--slug", "acme/triage", "--kind", "whs_agent", "--name", "X", "--summary", `Uses ${github}`]
    const ran = await run(["listing", "create", ...flags], { registry })
    expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
    expect(ran.stderr).toContain("/summary")
    expect(ran.stderr).not.toContain(github)
    expect(registry.requests).toEqual([])
  })
})

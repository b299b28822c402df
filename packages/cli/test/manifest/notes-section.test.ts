import { describe, expect, it } from "vitest"
import { notesSection } from "../../src/manifest/notes-section.ts"
import { folder } from "../support/folder.ts"
import { manifestText } from "../support/fixtures.ts"
import { run } from "../support/run.ts"

const changelog = (heading: string) => `# Changelog

## Unreleased

Soon.

${heading}

### Added

- Hours

## 1.3.0

- Old
`

describe("the notes of one version in a changelog", () => {
  it.each([
    ["## 1.4.0"],
    ["## [1.4.0] - 2026-01-31"],
    ["## v1.4.0 (2026-01-31)"],
    ["## support-triage@1.4.0"],
    ["## 1.4.0, the quick one ##"],
  ])("are what stands under %s", (heading) => {
    expect(notesSection(changelog(heading), "1.4.0")).toBe("### Added\n\n- Hours")
  })

  it("reach to the end of the file where no other heading follows", () => {
    expect(notesSection(changelog("## 1.4.0"), "1.3.0")).toBe("- Old")
  })

  it("are the whole file where no heading names a version", () => {
    expect(notesSection("# News\n\nMuch.", "1.4.0")).toBe("# News\n\nMuch.")
  })

  it.each([["1.4"], ["1.4.0-rc.1"], ["11.4.0"], ["1.4.01"]])(
    "are missing where only other versions stand: %s",
    (version) => {
      expect(notesSection(changelog("## 1.4.0"), version)).toBeUndefined()
    },
  )

  it("keep the digest of a release when a newer version is written above it", async () => {
    const text = `${manifestText}  notes: { file: CHANGELOG.md }\n`
    const digestOf = async (notes: string) => {
      await using here = await folder({ "fleetprompt.yaml": text, "CHANGELOG.md": notes })
      const ran = await run(["validate", "--json"], { cwd: here.path })
      return ran.exitCode === 0 ? JSON.parse(ran.stdout).digest : ran.stderr
    }
    const before = await digestOf("## 1.4.0\n\nGood.\n")
    expect(before).toMatch(/^sha256:/)
    expect(await digestOf("## 1.5.0\n\nBetter.\n\n## 1.4.0\n\nGood.\n")).toBe(before)
    expect(await digestOf("## 1.5.0\n\nBetter.\n")).toContain("has sections for other versions, and none for 1.4.0")
  })
})

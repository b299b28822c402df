import { execFile } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { type ConformanceReport, renderMarkdown, renderText, runConformance } from "@fleetprompt/redeem-client/testing"
import { beforeAll, describe, expect, it } from "vitest"
import { targetWith } from "./support/target.ts"

const spec = join(import.meta.dirname, "../../../../spec_v1")
const only = ["installs-once", "page-headers", "own-rules-decide"]

describe("a report", () => {
  let report: ConformanceReport
  beforeAll(async () => {
    const target = targetWith("sends no headers with its pages")
    const adapter = { ...target, name: "a | target\u001b[2J", people: { ...target.people, outsider: null } }
    report = await runConformance(adapter, { only })
  })

  it("counts, and says of each case what was expected and what happened", () => {
    expect(report).toMatchObject({
      schemaVersion: 1,
      suite: "fleetprompt-install-handoff",
      passed: 1,
      failed: 1,
      skipped: 1,
      conforms: false,
      cases: [
        { id: "installs-once", verdict: "passed", happened: expect.stringContaining("installed once") },
        { id: "own-rules-decide", verdict: "skipped", happened: "In this target everybody may install." },
        { id: "page-headers", verdict: "failed", happened: expect.stringContaining("no Content-Security-Policy") },
      ],
    })
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  it("reads as text", () => {
    const text = renderText(report)
    expect(text).toContain("✓ installs-once: installs what a valid token stands for, once\n")
    expect(text).toContain("    skipped:  In this target everybody may install.\n")
    expect(text).toMatch(
      /✗ page-headers: .*\n {4}expected: .*\n {4}happened: .*\n {4}see: {6}spec_v1\/40_SECURITY.md#installs\n/,
    )
    expect(text).toContain("1 passed, 1 failed, 1 skipped")
  })

  it("reads as Markdown, and lets nothing that a target says break out of it", () => {
    const markdown = renderMarkdown(report)
    expect(markdown).toContain("### a \\| target \\[2J does not conform")
    expect(markdown).toContain("| ✗ | `page-headers` |")
    expect(markdown).not.toContain("\u001b")
  })

  it("is told case by case as it comes", async () => {
    const told: string[] = []
    await runConformance(targetWith(), { only: ["page-headers"], onResult: ({ id }) => told.push(id) })
    expect(told).toEqual(["page-headers"])
  })
})

describe("a case", () => {
  it("that does not exist is named", async () => {
    await expect(runConformance(targetWith(), { only: ["nothing"] })).rejects.toThrow('no conformance case "nothing"')
  })

  it("whose adapter fails says so, and fails", async () => {
    const broken = { ...targetWith(), start: () => Promise.reject(new Error("No database.")) }
    const { cases } = await runConformance(broken, { only: ["installs-once"] })
    expect(cases[0]).toMatchObject({ verdict: "failed", happened: "The adapter failed: Error: No database." })
  })

  it("cites a clause that is there", async () => {
    const { cases } = await runConformance({ ...targetWith(), start: () => Promise.reject(new Error("not needed")) })
    expect(cases.length).toBeGreaterThan(20)
    for (const { clause } of cases) {
      const [page = "", anchor] = clause.split("#")
      expect(existsSync(join(spec, page)), clause).toBe(true)
      const headings = [...readFileSync(join(spec, page), "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
        heading.toLowerCase().replaceAll(" ", "-"),
      )
      expect(headings, clause).toContain(anchor)
    }
  })
})

describe("describeConformance", () => {
  it("makes tests of the cases in node:test as well", async () => {
    const file = join(import.meta.dirname, "support/node-test.ts")
    const options = ["--conditions=@fleetprompt/source", "--test", "--test-reporter=tap", file]
    const { stdout } = await promisify(execFile)(process.execPath, options, { env: {} })
    expect(stdout).toMatch(/ok \d+ - installs-once: /)
    expect(stdout).toMatch(/ok \d+ - own-rules-decide: .* # SKIP In this target everybody may install\./)
    expect(stdout).toMatch(/# fail 0\n/)
  })
})

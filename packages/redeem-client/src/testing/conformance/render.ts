import type { CaseResult, ConformanceReport } from "./verdict.ts"

const marks: Record<CaseResult["verdict"], string> = { passed: "✓", failed: "✗", skipped: "–" }

const verdictOf = ({ target, conforms, passed, failed, skipped }: ConformanceReport): string =>
  `${target} ${conforms ? "conforms" : "does not conform"} to the FleetPrompt install handoff: ` +
  `${passed} passed, ${failed} failed, ${skipped} skipped`

/** The report for a terminal: a line for each case, and what happened where it did not pass. */
export function renderText(report: ConformanceReport): string {
  const lines = report.cases.flatMap(({ id, title, clause, verdict, expected, happened }) => {
    const line = `${marks[verdict]} ${id}: ${title}`
    if (verdict === "passed") return [line]
    if (verdict === "skipped") return [line, `    skipped:  ${plain(happened)}`]
    return [line, `    expected: ${expected}`, `    happened: ${plain(happened)}`, `    see:      spec_v1/${clause}`]
  })
  return [...lines, "", `${verdictOf(report)} (${(report.durationMs / 1_000).toFixed(1)} s)`, ""].join("\n")
}

/** The report as Markdown, for instance for a job summary (`$GITHUB_STEP_SUMMARY`). */
export function renderMarkdown(report: ConformanceReport): string {
  const rows = report.cases.map(({ id, title, verdict, happened }) => {
    const said = verdict === "passed" ? "" : cell(happened)
    return `| ${marks[verdict]} | \`${id}\` | ${cell(title)} | ${said} |`
  })
  return [
    `### ${cell(verdictOf(report))}`,
    "",
    "| | case | a target | what happened |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n")
}

/** What a target or its adapter said keeps to its line and sends no terminal codes. */
const plain = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ")

const cell = (text: string): string => plain(text).replaceAll(/[\\`*_[\]<>|]/g, (character) => `\\${character}`)

import { jsonText } from "../output/json.ts"
import { table } from "../output/table.ts"
import { type Theme, themeFor } from "../output/theme.ts"
import { visibleLine, visibleText } from "../output/visible.ts"
import type { Finding } from "../errors.ts"
import type { Io } from "../io.ts"
import type { Failure } from "./failure.ts"

/** Tells a failure on stderr: for people what is wrong and what to do, for scripts one line of problem+json. */
export function printFailure({ stderr, env }: Io, failure: Failure, how: { json: boolean; color: boolean }): void {
  const theme = themeFor({ stream: stderr, env, color: how.color })
  stderr.write(`${how.json ? jsonText(problem(failure)) : text(failure, theme)}\n`)
}

function text({ detail, remedy, findings, requestId, status = 0 }: Failure, theme: Theme): string {
  return [
    `${theme.bad("error:")} ${visibleLine(detail)}`,
    ...(findings.length > 0 ? [findingLines(findings, theme)] : []),
    visibleLine(remedy),
    ...(requestId !== undefined && status >= 500 ? [theme.faint(`requestId: ${visibleLine(requestId)}`)] : []),
  ].join("\n")
}

/** `file:line:column  pointer  message`, which editors and CI turn into links. */
function findingLines(findings: readonly Finding[], theme: Theme): string {
  const columns = [
    ...(findings.some(({ file }) => file !== undefined) ? [{ title: "", value: place }] : []),
    { title: "", value: ({ pointer }: Finding) => pointer || "/" },
    { title: "", value: ({ message }: Finding) => message },
  ]
  const [, ...lines] = table(findings, columns, { width: Infinity, linksWork: false, theme }).split("\n")
  return lines.map((line, index) => `  ${line}${frameLines(index, findings[index], theme)}`).join("\n")
}

/** Beyond these, the places alone are more readable. */
const framesMax = 5

function frameLines(index: number, finding: Finding | undefined, theme: Theme): string {
  if (finding?.frame === undefined || index >= framesMax) return ""
  const lines = visibleText(finding.frame).split("\n")
  return lines.map((line) => `\n    ${line.startsWith(">") ? line : theme.faint(line)}`).join("")
}

const place = ({ file, line, column }: Finding) => [file, line, column].filter((part) => part !== undefined).join(":")

/** RFC 9457, as the registry itself writes it, with the exit code beside. */
export function problem(failure: Failure): Record<string, unknown> {
  const { exitCode, code, title, status, detail, remedy, requestId, retryable, retryAfterMs, findings } = failure
  const type = `https://fleetprompt.com/errors/${code.toLowerCase()}`
  const errors = findings.map((finding) => ({ ...finding, frame: undefined }))
  return { type, title, status, code, detail, remedy, requestId, retryable, retryAfterMs, errors, exitCode }
}

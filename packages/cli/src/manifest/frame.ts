import type { Finding } from "../errors.ts"

const linesAround = 1
const lineLengthMax = 100

/** The line a finding is about, between its neighbours, with a mark under the column. */
function frameOf(text: string, { line, column }: Pick<Finding, "line" | "column">): string | undefined {
  if (line === undefined || column === undefined || column > lineLengthMax) return undefined
  const lines = text.split("\n")
  if (lines[line - 1] === undefined) return undefined
  const first = Math.max(1, line - linesAround)
  const last = Math.min(lines.length, line + linesAround)
  const width = String(last).length
  const shown = lines.slice(first - 1, last).flatMap((content, index) => {
    const number = first + index
    const source = `${String(number).padStart(width)} | ${content.trimEnd().slice(0, lineLengthMax)}`
    if (number !== line) return [`  ${source}`.trimEnd()]
    return [`> ${source}`, `  ${" ".repeat(width)} | ${" ".repeat(column - 1)}^`]
  })
  return shown.join("\n")
}

/** The findings with their frames, but for frames that would repeat what looks like a secret. */
export async function framed(text: string, findings: readonly Finding[]): Promise<Finding[]> {
  const { findSecrets } = await import("@fleetprompt/sdk/secrets")
  const frames = findings.map((finding) => frameOf(text, finding) ?? "")
  const secret = new Set((await findSecrets(frames)).map(({ pointer }) => Number(pointer.slice(1))))
  return findings.map((finding, index) => {
    const frame = frames[index]
    return frame === undefined || frame === "" || secret.has(index) ? finding : { ...finding, frame }
  })
}

import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { errorCatalog } from "../packages/sdk/src/contracts/errors.ts"

const path = join(import.meta.dirname, "../spec_v1/10_API_CONTRACTS.md")

const begin = "<!-- error table: written by scripts/write-error-table.ts, not by hand -->"
const end = "<!-- end of error table -->"

if (import.meta.main) writeFileSync(path, withErrorTable(readFileSync(path, "utf8")))

/**
 * The document with the catalogue as it is now between its two markers.
 * @throws Error where a marker is missing.
 */
export function withErrorTable(document: string): string {
  const beginsAt = document.indexOf(begin)
  const endsAt = document.indexOf(end, beginsAt)
  if (beginsAt < 0 || endsAt < 0) throw new Error("The document lacks the markers of the error table.")
  return `${document.slice(0, beginsAt)}${begin}\n\n${errorTable()}\n\n${document.slice(endsAt)}`
}

function errorTable(): string {
  const rows = Object.entries(errorCatalog).map(([code, { status, retryable, title, remedy }]) => {
    const cells = [`\`${code}\``, status, retryable ? "yes" : "no", title, remedy]
    return `| ${cells.map(escapeCell).join(" | ")} |`
  })
  return ["| code | status | retryable | meaning | remedy |", "|---|---|---|---|---|", ...rows].join("\n")
}

function escapeCell(content: string | number): string {
  return String(content).replaceAll("|", "\\|")
}

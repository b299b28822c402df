import { join, relative } from "node:path"
import type { Failure } from "../failure/failure.ts"
import type { Io } from "../io.ts"
import { visibleLine } from "../output/visible.ts"

type Surroundings = Pick<Io, "env" | "cwd" | "stderr">

/** Is this a step of a GitHub Actions job? Forgejo and Gitea say so too, and read the same commands. */
export const isGitHub = ({ env }: Pick<Io, "env">): boolean => env["GITHUB_ACTIONS"] === "true"

/** Has GitHub strike a secret out of the job's log, before it is printed. */
export function maskSecret(io: Pick<Io, "env" | "stderr">, secret: string | null): void {
  if (secret !== null && isGitHub(io)) io.stderr.write(`::add-mask::${dataText(secret)}\n`)
}

/** Puts a failure beside the lines of the files it is about, as GitHub shows in a pull request. */
export function annotate(io: Surroundings, { title, detail, remedy, findings }: Failure): void {
  const placed = findings.filter(({ file }) => file !== undefined)
  if (placed.length === 0) io.stderr.write(command({ title }, `${detail}\n${remedy}`))
  for (const { file = "", line, column, pointer, message } of placed) {
    const place = { file: inWorkspace(io, file), line, col: column }
    io.stderr.write(command({ ...place, title }, `${pointer || "/"} ${message}`))
  }
}

/** GitHub wants paths from the root of the checkout, wherever the command runs. */
function inWorkspace({ env, cwd }: Surroundings, file: string): string {
  const workspace = env["GITHUB_WORKSPACE"]
  return workspace ? relative(workspace, join(cwd, file)) : file
}

function command(properties: Record<string, string | number | undefined>, message: string): string {
  const list = Object.entries(properties)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${propertyText(String(value))}`]))
    .join(",")
  return `::error ${list}::${dataText(message)}\n`
}

const dataText = (text: string) =>
  text
    .split("\n")
    .map((line) => visibleLine(line))
    .join("\n")
    .replaceAll("%", "%25")
    .replaceAll("\n", "%0A")

const propertyText = (text: string) => dataText(text).replaceAll(":", "%3A").replaceAll(",", "%2C")

/** A stranger's text in which no line is an order to the runner that reads the log. */
export const withoutOrders = (text: string): string => text.replaceAll(/^(\s*)(::|##\[)/gm, "$1\\$2")

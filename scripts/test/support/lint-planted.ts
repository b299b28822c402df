import { execFile } from "node:child_process"
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"

const root = resolve(import.meta.dirname, "../../..")

/**
 * Lints texts as if they stood at these paths in this repository, under its settings, in a folder of their own.
 * Answers what each breaks and where, as `3 eslint(no-console)` for its third line.
 */
export async function lintPlanted(files: Record<string, string>): Promise<Record<string, string[]>> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-lint-"))
  try {
    await cp(join(root, "scripts/lint"), join(folder, "scripts/lint"), { recursive: true })
    await cp(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"))
    await cp(join(root, "tsconfig.json"), join(folder, "tsconfig.json"))
    await symlink(join(root, "node_modules"), join(folder, "node_modules"))
    for (const [path, code] of Object.entries(files)) {
      await mkdir(join(folder, dirname(path)), { recursive: true })
      await writeFile(join(folder, path), code)
    }
    const problems = await lint(folder)
    return Object.fromEntries(Object.keys(files).map((path) => [path, problemsOf(path, problems)]))
  } finally {
    await rm(folder, { recursive: true })
  }
}

interface Problem {
  readonly filename: string
  readonly code: string
  readonly labels: readonly { readonly span: { readonly line: number } }[]
}

function lint(folder: string): Promise<Problem[]> {
  const oxlint = join(root, "node_modules/.bin/oxlint")
  return new Promise((settle, fail) => {
    execFile(oxlint, ["--format", "json"], { cwd: folder, maxBuffer: 1e8 }, (_exit, stdout, stderr) => {
      try {
        settle((JSON.parse(stdout) as { diagnostics: Problem[] }).diagnostics)
      } catch (cause) {
        fail(new Error(`oxlint gave no list of problems: ${stdout}${stderr}`, { cause }))
      }
    })
  })
}

function problemsOf(path: string, problems: readonly Problem[]): string[] {
  return problems
    .filter(({ filename }) => filename === path)
    .map(({ code, labels }) => ({ line: labels[0]?.span.line ?? 0, code }))
    .toSorted((one, other) => one.line - other.line)
    .map(({ line, code }) => `${line} ${code}`)
}

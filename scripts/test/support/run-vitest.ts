import { execFile } from "node:child_process"
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

const root = resolve(import.meta.dirname, "../../..")

const configWith = (globalSetup: string) => `
import { ClosingLine } from "${root}/scripts/vitest/closing-line.ts"
const conditions = ["@fleetprompt/source", "module", "node", "development|production"]
export default {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    setupFiles: ["${root}/scripts/vitest/silent-console.ts"],
    globalSetup: ${globalSetup},
    reporters: ["default", new ClosingLine()],
  },
}`

/** What a run left: its exit code, the lines of its stdout, and its stderr, where Vitest explains failures. */
export interface TestRun {
  readonly exitCode: number | null
  readonly lines: readonly string[]
  readonly complaints: string
}

/**
 * Runs these test files, given by name, under our reporter and set-up, in a folder of their own, and with a PostgreSQL
 * as our server has one where that is asked for.
 */
export async function runVitest(files: Record<string, string>, { postgres = false } = {}): Promise<TestRun> {
  const config = configWith(postgres ? `["${root}/e2e/support/postgres.ts"]` : "[]")
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-vitest-"))
  try {
    await symlink(join(root, "node_modules"), join(folder, "node_modules"))
    for (const [name, code] of Object.entries({ "vitest.config.ts": config, ...files })) {
      await writeFile(join(folder, name), code)
    }
    return await new Promise((settle) => {
      const child = execFile(
        join(root, "node_modules/.bin/vitest"),
        ["run"],
        { cwd: folder },
        (_exit, stdout, stderr) => {
          settle({ exitCode: child.exitCode, lines: stdout.trimEnd().split("\n"), complaints: stderr })
        },
      )
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

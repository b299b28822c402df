import { execFile } from "node:child_process"
import { cp, mkdtemp, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"

const run = promisify(execFile)
const gitlabCiLocal = join(
  dirname(createRequire(import.meta.url).resolve("gitlab-ci-local/package.json")),
  "dist/index.js",
)

/**
 * What GitLab's own JSON schema says of a pipeline; gitlab-ci-local carries a copy of it. No job is run, and nothing is
 * asked of GitLab.
 */
export async function findingsOfGitlab(file: string): Promise<{ isValid: boolean; findings: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-gitlab-"))
  try {
    await cp(file, join(folder, ".gitlab-ci.yml"))
    const options = { cwd: folder, env: { PATH: process.env["PATH"], HOME: folder } }
    // It works in a clone alone.
    await run("git", ["init", "--quiet", "."], options)
    await run("git", ["remote", "add", "origin", "git@gitlab.example:acme/triage.git"], options)
    const said = await run(process.execPath, [gitlabCiLocal, "--list"], options).then(
      ({ stderr }) => stderr,
      ({ stderr }: { stderr: string }) => stderr,
    )
    const findings = said.split("\n").flatMap((line) => /^\t• ('.*)$/.exec(line)?.[1] ?? [])
    return { isValid: said.includes("json schema validated"), findings }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

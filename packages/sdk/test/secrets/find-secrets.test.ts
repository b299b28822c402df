import { performance } from "node:perf_hooks"
import { describe, expect, it } from "vitest"
import { findSecrets } from "../../src/secrets/index.ts"
import { canaries } from "./canaries.ts"

const github = canaries.find(({ rule }) => rule === "github")?.secret ?? ""

describe("T-SECRETS-2 · a search for secrets", () => {
  it.each(canaries)(
    "finds $rule in the middle of a text and tells rule and place, not the value",
    async ({ rule, secret }) => {
      const findings = await findSecrets({ notes: `Set it up:\n  ${secret}\nand run.` })
      expect(findings.map((finding) => finding.rule)).toContain(rule)
      const told = JSON.stringify(findings)
      expect(told).not.toContain(secret)
      for (const part of secret.split(/[^0-9A-Za-z]/).filter(({ length }) => length >= 16)) {
        expect(told).not.toContain(part)
      }
    },
  )

  it("looks into every text of a value, however deep, and points at each", async () => {
    const value = { name: "fine", refs: { "a/b": github }, tags: ["fine", github], artifact: null, count: 1 }
    const findings = await findSecrets(value)
    expect(findings).toEqual([
      { pointer: "/refs/a~1b", rule: "github", message: expect.any(String), line: 1, column: 1 },
      { pointer: "/tags/1", rule: "github", message: expect.any(String), line: 1, column: 1 },
    ])
  })

  it("tells the line and the column within the text", async () => {
    const [finding] = await findSecrets({ description: `# Title\n\nUse ${github} here` })
    expect(finding).toMatchObject({ pointer: "/description", line: 3, column: 5 })
  })

  it("tells a rule once for each field, however often it matches there", async () => {
    const findings = await findSecrets({ one: `${github} ${github}`, two: github })
    expect(findings.map(({ pointer }) => pointer)).toEqual(["/one", "/two"])
  })

  it("does not read two fields as one", async () => {
    const half = github.length / 2
    expect(await findSecrets([github.slice(0, half), github.slice(half)])).toEqual([])
    expect(await findSecrets(["aws_secret_access_key =", "aB3dE5gH7jK9mN1pQ2sT4vW6yZ8aB3dE5gH7jK9mN1"])).toEqual([])
  })

  it.each(["disable", "disable-line", "disable-next-line"])(
    "is not switched off by secretlint-%s in the text",
    async (word) => {
      const text = `// secretlint-${word}\n${github} // secretlint-${word}`
      expect(await findSecrets({ text })).toHaveLength(1)
    },
  )

  it.each([
    "Set FLEETPROMPT_TOKEN to your token (fpat_…), never into a file.",
    "_authToken=${NPM_TOKEN}",
    "postgres://user:password@localhost/db",
    "https://user:password@files.acme.dev",
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "AKIAIOSFODNN7EXAMPLE",
    "lst_3kTMd9abcdefghijklmnopq agt_1 01JABCDEFGHJKMNPQRSTVWXYZ0",
  ])("lets %j pass", async (text) => {
    expect(await findSecrets({ text })).toEqual([])
  })

  it("finds nothing in nothing", async () => {
    expect(await findSecrets({})).toEqual([])
    expect(await findSecrets({ description: "", docsUrl: null })).toEqual([])
  })

  it("leaves nothing on the process's performance timeline", async () => {
    await findSecrets({ text: github })
    expect(performance.getEntries().filter(({ name }) => name.includes("@core"))).toEqual([])
  })
})

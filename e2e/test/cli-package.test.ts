import { execFile } from "node:child_process"
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { summaries } from "../../packages/cli/src/grammar.ts"
import { type Registry, startRegistry } from "../support/registry.ts"

const run = promisify(execFile)
const cli = fileURLToPath(new URL("../../packages/cli", import.meta.url))
const nodeOf = (name: string) =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), "bin/node")

/** The Node versions the package says it runs on: the oldest line, the one we develop on, the newest. */
const nodes = [
  ["22", nodeOf("node-22")],
  ["24", process.execPath],
  ["26", nodeOf("node-26")],
] as const

describe("T-CLI-2 · The packed CLI, installed into an empty project without a network", () => {
  let folder: string
  let registry: Registry

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-package-"))
    registry = await startRegistry({ folder: await mkdtemp(join(folder, "registry-")) })
    await run("npm", ["pack", "--pack-destination", folder], { cwd: cli })
    await writeFile(join(folder, "package.json"), `{ "name": "empty", "private": true }`)
    const [tarball = ""] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"))
    const options = ["--offline", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"]
    await run("npm", ["install", ...options, `./${tarball}`], { cwd: folder })
  })
  afterAll(async () => {
    await registry.process.kill("SIGTERM")
    await rm(folder, { recursive: true, force: true })
  })

  it("is one package", async () => {
    const installed = (await readdir(join(folder, "node_modules"))).filter((name) => !name.startsWith("."))
    expect(installed).toEqual(["fleetprompt"])
  })

  it("T-LICENCES-1 · holds the licence of every package that is inside of it", async () => {
    const text = await readFile(join(folder, "node_modules/fleetprompt/dist/THIRD-PARTY-LICENSES"), "utf8")
    const entries = new Map(
      text.split(`\n${"-".repeat(80)}\n`).map((entry) => [/^\S+(?=@)/m.exec(entry)?.[0] ?? entry, entry]),
    )
    const { devDependencies } = JSON.parse(await readFile(join(cli, "package.json"), "utf8"))
    const forTests = ["selfsigned"]
    const direct = Object.keys(devDependencies).filter(
      (name) => !name.startsWith("@fleetprompt/") && !forTests.includes(name),
    )
    // What those bring along, and what the SDK does.
    const indirect = ["@inquirer/core", "cli-spinners", "mute-stream", "signal-exit", "@secretlint/core", "debug"]
    expect([...entries.keys()]).toEqual(expect.arrayContaining([...direct, ...indirect]))
    for (const entry of entries.values()) expect(entry).toMatch(/copyright|permission/i)
  })

  it("explains every command that its help lists", { timeout: 60_000 }, async () => {
    const bin = join(folder, "node_modules/fleetprompt/dist/bin.cjs")
    for (const command of Object.keys(summaries)) {
      const { stdout } = await run(process.execPath, [bin, ...command.split(" "), "--help"])
      expect(stdout, command).toMatch(new RegExp(`^Usage: fleetprompt ${command}`))
    }
  })

  it.each(nodes)("runs on Node %s, from its version to a published release", async (line, node) => {
    expect((await run(node, ["--version"])).stdout).toMatch(new RegExp(`^v${line}\\.`))
    const bin = join(folder, "node_modules/fleetprompt/dist/bin.cjs")
    const cwd = await mkdtemp(join(folder, "project-"))
    const env = { PATH: process.env["PATH"], FLEETPROMPT_URL: registry.url, FLEETPROMPT_TOKEN: registry.token }
    const fleetprompt = async (...args: string[]) => (await run(node, [bin, ...args], { cwd, env })).stdout
    const slug = `packed/on-node-${line}`
    expect(await fleetprompt("--version")).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(await fleetprompt("--help")).toContain("Publish, find and install AI-agent assets.")
    const essentials = ["--slug", slug, "--kind", "whs_agent", "--name", "Packed", "--summary", "Runs.", "--ref", "a"]
    expect(await fleetprompt("init", ...essentials)).toBe("Wrote fleetprompt.yaml.\n")
    expect(await fleetprompt("publish", "--claim", "--wait")).toContain("release  created")
    expect(await fleetprompt("search", "packed")).toContain(slug)
    expect(await fleetprompt("diff", "--exit-code")).toContain("the registry holds the same")
  })
})

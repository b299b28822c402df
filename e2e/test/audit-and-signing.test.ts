import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import SqliteDatabase from "better-sqlite3"
import { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines } from "../support/engines.ts"
import { startNode } from "../support/process.ts"
import { type Registry, startRegistry } from "../support/registry.ts"

const cli = fileURLToPath(new URL("../../packages/cli/dist/bin.cjs", import.meta.url))
const server = fileURLToPath(new URL("../../packages/server/dist/bin.js", import.meta.url))

const manifest = `manifestVersion: 1
listing:
  slug: acme/triage
  assetKind: whs_agent
  name: Triage
  summary: Sorts incoming tickets.
release:
  version: 1.0.0
  refs:
    whsAgentId: agt_1
`

// Each command is a process of its own, which takes its time to start on a busy machine.
describe.each(engines)("what a registry on $name says under its key", { timeout: 120_000 }, (engine) => {
  let folder: string
  let databaseUrl: string | undefined
  let registry: Registry
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-signed-"))
    databaseUrl = await engine.createDatabase()
    registry = await startRegistry({ folder, databaseUrl })
    await writeFile(join(folder, "fleetprompt.yaml"), manifest)
  })
  afterAll(async () => {
    await registry.process.kill("SIGTERM")
    await rm(folder, { recursive: true })
  })

  const ended = async (program: ReturnType<typeof startNode>) => ({
    code: await program.exited,
    stdout: program.stdout(),
    stderr: program.stderr(),
  })
  const fleetprompt = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    ended(
      startNode([cli, ...args], {
        cwd: folder,
        env: { FLEETPROMPT_URL: registry.url, FLEETPROMPT_TOKEN: registry.token, ...env },
      }),
    )
  const verifyAudit = (...args: string[]) =>
    ended(
      startNode([server, "audit", "verify", "--data", ".fleetprompt", ...args], {
        cwd: folder,
        env: databaseUrl === undefined ? {} : { FLEETPROMPT_DATABASE_URL: databaseUrl },
      }),
    )
  const keep = async (path: string, file: string) => {
    const text = await (await fetch(registry.url + path)).text()
    await writeFile(join(folder, file), text)
    return text
  }

  it("T-RECEIPT-11 · a receipt is verified after the registry is gone, without any network", async () => {
    const published = await fleetprompt(["publish", "--claim", "--receipt", "triage.receipt"])
    expect(published).toMatchObject({ code: 0 })
    await keep("/.well-known/fleetprompt", "keys.json")
    // Whatever tries to reach a network in that process throws.
    await writeFile(
      join(folder, "no-network.cjs"),
      `const no = () => { throw new Error("A network was used.") }
      require("node:net").Socket.prototype.connect = no
      require("node:dns").lookup = no
      globalThis.fetch = no`,
    )
    const env = { NODE_OPTIONS: "--require ./no-network.cjs", FLEETPROMPT_URL: "http://127.0.0.1:1" }
    const verify = (...args: string[]) => fleetprompt(["receipt", "verify", "triage.receipt", ...args], env)
    expect(await verify("--keys", "keys.json", "--manifest")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("acme/triage@1.0.0"),
    })
    expect(await verify("--keys", "keys.json", "--digest", `sha256:${"0".repeat(64)}`)).toMatchObject({ code: 3 })
    expect((await verify()).code).not.toBe(0)
  })

  it("T-RECEIPT-11 · another key takes over at the operator's word, and the old receipt still holds", async () => {
    const rotated = await registry.operate<{ kid: string; retired: { kid: string; retiredAtMs: number } }>(
      "signing-key",
      "rotate",
      "--after-minutes",
      "1",
    )
    const { data } = await registry.operate<{ data: { kid: string; retiredAtMs: number | null }[] }>(
      "signing-key",
      "list",
    )
    expect(data.map(({ kid }) => kid)).toEqual([rotated.retired.kid, rotated.kid])
    const discovery = JSON.parse(await keep("/.well-known/fleetprompt", "keys.json")) as { signingKeys: unknown }
    expect(discovery.signingKeys).toEqual(data.map((key) => expect.objectContaining(key)))
    expect(await fleetprompt(["receipt", "verify", "triage.receipt", "--keys", "keys.json"])).toMatchObject({ code: 0 })
  })

  it("T-CHAIN-9 · the audit log is verified while the server runs, and held to checkpoints from a file and an address", async () => {
    const checkpoint = async () => {
      const { jws } = JSON.parse(await keep("/v1/audit/checkpoint", "checkpoint.json")) as { jws: string }
      return JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString()) as { size: number; hash: string }
    }
    // Chained within a second or two of being written.
    await expect.poll(async () => (await checkpoint()).size, { timeout: 20_000 }).toBeGreaterThan(4)
    const { size } = await checkpoint()
    const address = `${registry.url}/v1/audit/checkpoint`
    const whole = await verifyAudit("--checkpoint", "checkpoint.json", address, "--json")
    expect(whole).toMatchObject({ code: 0, stderr: "" })
    const report = JSON.parse(whole.stdout) as { ok: boolean; size: number; fault: unknown }
    expect(report).toMatchObject({ ok: true, fault: null })
    expect(report.size).toBeGreaterThanOrEqual(size)
    const inWords = await verifyAudit("--checkpoint", "checkpoint.json", "--keys", "keys.json")
    expect(inWords.stdout).toMatch(
      /^The audit log is whole: \d+ entries are chained.*\nIt goes on from the checkpoint\.\n/,
    )
  })

  it("T-CHAIN-9 · a checkpoint that is not the registry's is no use, and a changed entry ends verify with 1", async () => {
    const text = await readFile(join(folder, "checkpoint.json"), "utf8")
    await writeFile(join(folder, "forged.json"), text.replace(/\.[\w-]{8}/, ".AAAAAAAA"))
    const forged = await verifyAudit("--checkpoint", "forged.json")
    expect(forged).toMatchObject({ code: 1, stdout: "" })
    expect(forged.stderr).toContain("The checkpoint forged.json cannot be used.")

    await tamper()
    const changed = await verifyAudit("--json")
    expect(changed.code).toBe(1)
    expect(JSON.parse(changed.stdout)).toMatchObject({ ok: false, fault: { fault: "entry_changed", position: 2 } })
    expect(changed.stderr).toMatch(/^fleetprompt-server: The audit log is not whole\..*place 2, seq \d+\.\n$/)
  })

  /** Changes the second entry of the chain as somebody would who owns the database. */
  async function tamper(): Promise<void> {
    const change = "update audit_log set actor_id = 'x' where seq = (select seq from audit_chain where position = 2)"
    if (databaseUrl === undefined) {
      const database = new SqliteDatabase(join(folder, ".fleetprompt/registry.db"))
      database.exec(`drop trigger audit_log_keep_entry; ${change}`)
      database.close()
      return
    }
    const client = new Client(databaseUrl)
    await client.connect()
    await client.query("alter table audit_log disable trigger user")
    await client.query(change)
    await client.end()
  }
})

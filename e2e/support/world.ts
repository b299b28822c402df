import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client } from "pg"
import type { EngineUnderTest } from "./engines.ts"
import type { Spawned } from "./process.ts"
import { type Registry, startRegistry } from "./registry.ts"
import { type ExampleTarget, startTarget } from "./target.ts"

/** A person with a token. */
export interface Person {
  readonly token: string
  readonly iss: string
  readonly sub: string
}

/** A registry and what belongs to it, all in one folder that goes when the test is over. */
export interface World {
  readonly folder: string
  readonly registry: Registry
  person(name: string): Promise<Person>
  target(name: string): Promise<ExampleTarget>
  /** Everything the database holds: the pages of its files, or the rows of its tables. */
  storedBytes(): Promise<string>
  /** Ends the registry without a warning and starts it on the same data and port. */
  crashAndRestart(): Promise<Registry>
  end(): Promise<void>
}

export async function openWorld(engine: EngineUnderTest): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-e2e-"))
  const databaseUrl = await engine.createDatabase()
  let registry = await startRegistry({ folder, databaseUrl })
  const targets: Spawned[] = []
  const person = (name: string) => registry.operate<Person>("token", "create", "--user", name)
  return {
    folder,
    get registry() {
      return registry
    },
    person,
    async target(name) {
      const { iss } = await person("somebody")
      const target = await startTarget(registry, { name, folder: await mkdtemp(join(folder, "target-")), issuer: iss })
      targets.push(target.process)
      return target
    },
    storedBytes: () => (databaseUrl === undefined ? readFiles(join(folder, ".fleetprompt")) : readTables(databaseUrl)),
    async crashAndRestart() {
      await registry.process.kill("SIGKILL")
      registry = await startRegistry({ folder, databaseUrl, port: Number(new URL(registry.url).port) })
      return registry
    },
    async end() {
      await Promise.all([registry.process, ...targets].map((program) => program.kill("SIGTERM")))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function readFiles(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.startsWith("registry.db"))
  return (await Promise.all(names.map((name) => readFile(join(folder, name), "latin1")))).join("")
}

async function readTables(databaseUrl: string): Promise<string> {
  const client = new Client(databaseUrl)
  await client.connect()
  try {
    const tables = await client.query(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    )
    const rows: unknown[] = []
    for (const { name } of tables.rows) rows.push((await client.query(`select * from "${name}"`)).rows)
    return JSON.stringify(rows)
  } finally {
    await client.end()
  }
}

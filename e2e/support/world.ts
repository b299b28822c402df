import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client } from "pg"
import { sweepFolder } from "../../packages/server/test/support/sweep.ts"
import { startCheckingProxy } from "./checking-proxy.ts"
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

/**
 * A registry and what belongs to it, all in one folder that goes when the test is over. Everybody reaches the registry
 * through a proxy that holds its replies to its description, and no file may hold a credential in the end.
 */
export interface World {
  readonly folder: string
  readonly registry: Registry
  person(name: string): Promise<Person>
  target(name: string): Promise<ExampleTarget>
  /** Everything the database holds: the pages of its files, or the rows of its tables. */
  storedBytes(): Promise<string>
  /** Stops the registry as its operator would and starts it again. */
  restart(): Promise<Registry>
  /** Ends the registry without a warning and starts it on the same data and address. */
  crashAndRestart(): Promise<Registry>
  end(): Promise<void>
}

export async function openWorld(engine: EngineUnderTest): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-e2e-"))
  const databaseUrl = await engine.createDatabase()
  const proxy = await startCheckingProxy()
  const start = async (): Promise<Registry> => {
    const started = await startRegistry({ folder, databaseUrl, env: { FLEETPROMPT_PUBLIC_URL: proxy.url } })
    await proxy.forwardTo(started.url)
    return { ...started, url: proxy.url }
  }
  let registry = await start()
  const startAfter = async (signal: NodeJS.Signals): Promise<Registry> => {
    await registry.process.kill(signal)
    registry = await start()
    return registry
  }
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
    restart: () => startAfter("SIGTERM"),
    crashAndRestart: () => startAfter("SIGKILL"),
    async end() {
      try {
        await Promise.all([registry.process, ...targets].map((program) => program.kill("SIGTERM")))
        await sweepFolder(folder)
      } finally {
        await rm(folder, { recursive: true, force: true })
        await proxy.end()
      }
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

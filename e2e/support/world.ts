import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import SqliteDatabase from "better-sqlite3"
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
  /** Runs one statement on the database, past the registry. */
  sql(statement: string): Promise<Record<string, unknown>[]>
  /** The registry's own address, past the proxy; another one after a restart. */
  readonly directUrl: string
  /** Starts one more server process on the same data and returns its own address. */
  another(): Promise<string>
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
  const options = { folder, databaseUrl, env: { FLEETPROMPT_PUBLIC_URL: proxy.url } }
  let directUrl = ""
  const start = async (): Promise<Registry> => {
    const started = await startRegistry(options)
    directUrl = started.url
    await proxy.forwardTo(directUrl)
    return { ...started, url: proxy.url }
  }
  let registry = await start()
  const startAfter = async (signal: NodeJS.Signals): Promise<Registry> => {
    await registry.process.kill(signal)
    registry = await start()
    return registry
  }
  const others: Spawned[] = []
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
      others.push(target.process)
      return target
    },
    storedBytes: () => (databaseUrl === undefined ? readFiles(join(folder, ".fleetprompt")) : readTables(databaseUrl)),
    sql: (statement) =>
      databaseUrl === undefined
        ? onSqlite(join(folder, ".fleetprompt/registry.db"), statement)
        : onPostgres(databaseUrl, statement),
    get directUrl() {
      return directUrl
    },
    async another() {
      const more = await startRegistry(options)
      others.push(more.process)
      return more.url
    },
    restart: () => startAfter("SIGTERM"),
    crashAndRestart: () => startAfter("SIGKILL"),
    async end() {
      try {
        await Promise.all([registry.process, ...others].map((program) => program.kill("SIGTERM")))
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

async function onSqlite(path: string, statement: string): Promise<Record<string, unknown>[]> {
  const database = new SqliteDatabase(path)
  try {
    const prepared = database.prepare<[], Record<string, unknown>>(statement)
    if (prepared.reader) return prepared.all()
    prepared.run()
    return []
  } finally {
    database.close()
  }
}

async function onPostgres(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
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

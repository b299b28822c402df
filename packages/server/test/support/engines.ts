import { createHash, randomUUID } from "node:crypto"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import SqliteDatabase from "better-sqlite3"
import { Client } from "pg"
import { inject } from "vitest"
import type { Store } from "../../src/domain/store.ts"
import { migrations } from "../../src/storage/migrations/list.ts"
import { openStore } from "../../src/storage/open.ts"
import { postgresDialect } from "../../src/storage/sql/dialect/postgres.ts"
import { sweepFolder } from "./sweep.ts"

/** A database engine that sits the exam. */
export interface Engine {
  readonly name: "SQLite" | "PostgreSQL" | "PostgreSQL without pg_trgm"
  /** Makes a fresh database without a table in it. */
  create(): Promise<TestDatabase>
  /** Makes a fresh database and opens its store. */
  open(): Promise<OpenDatabase>
}

/** A database of one test's own. */
export interface TestDatabase {
  readonly url: string
  /** Runs one statement past the store, on a connection of its own. */
  readonly rawSql: (sql: string) => Promise<Record<string, unknown>[]>
  readonly drop: () => Promise<void>
}

export interface OpenDatabase extends TestDatabase {
  readonly store: Store
}

export const engines: readonly Engine[] = [
  { name: "SQLite", create: createSqlite, open: async () => await openOn(await createSqlite(await migratedFile())) },
  {
    name: "PostgreSQL",
    create: async () => await createPostgres(blank),
    open: async () => await openOn(await createPostgres(await migratedTemplate())),
  },
]

/**
 * A PostgreSQL whose operator does not let us create extensions: the role may make tables in its database and nothing
 * more. It sits the exams that hang on `pg_trgm`.
 */
export const postgresWithoutTrigrams: Engine = {
  name: "PostgreSQL without pg_trgm",
  create: createPostgresOfGuest,
  open: async () => await openOn(await createPostgresOfGuest()),
}

/** An empty database, in a locale that orders text quite unlike SQLite, as many an operator's will be. */
const blank = "template0 locale_provider icu icu_locale 'en-US'"

async function openOn(database: TestDatabase): Promise<OpenDatabase> {
  const store = await openStore(database.url)
  return {
    ...database,
    store,
    async drop() {
      await store.close()
      await database.drop()
    },
  }
}

async function createSqlite(content?: Buffer): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-sqlite-"))
  const path = join(folder, "registry.db")
  if (content !== undefined) await writeFile(path, content)
  return {
    url: `sqlite:${path}`,
    async rawSql(sql) {
      const database = new SqliteDatabase(path)
      try {
        const statement = database.prepare<[], Record<string, unknown>>(sql)
        if (statement.reader) return statement.all()
        statement.run()
        return []
      } finally {
        database.close()
      }
    },
    async drop() {
      try {
        await sweepFolder(folder)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

let migrated: Promise<Buffer> | undefined

/** What a migrated file holds, made once for each process. */
const migratedFile = (): Promise<Buffer> => (migrated ??= migrateFile())

async function migrateFile(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-sqlite-"))
  const path = join(folder, "registry.db")
  await (await openStore(`sqlite:${path}`)).close()
  const content = await readFile(path)
  await rm(folder, { recursive: true })
  return content
}

async function createPostgres(template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`
  const url = urlOf(name)
  await onServer((server) => server.query(`create database ${name} template ${template} strategy file_copy`))
  return {
    url,
    rawSql: (sql) => withClient(url, async (client) => (await client.query(sql)).rows),
    drop: () =>
      onServer(async (server) => {
        try {
          await sweepFolder(await filesOf(server, name))
        } finally {
          await server.query(`drop database ${name} with (force)`)
        }
      }),
  }
}

/** The folder of a database's own files, with everything on disk that was committed. Dropping it does as much. */
async function filesOf(server: Client, name: string): Promise<string> {
  await server.query("checkpoint")
  const { rows } = await server.query(
    "select current_setting('data_directory') as folder, oid from pg_database where datname = $1",
    [name],
  )
  return join(rows[0].folder, "base", String(rows[0].oid))
}

async function createPostgresOfGuest(): Promise<TestDatabase> {
  const database = await createPostgres(blank)
  const name = new URL(database.url).pathname.slice(1)
  await database.rawSql(`create role ${name} login password 'guest'`)
  await database.rawSql(`grant usage, create on schema public to ${name}`)
  const url = Object.assign(new URL(database.url), { username: name, password: "guest" }).href
  return {
    url,
    rawSql: (sql) => withClient(url, async (client) => (await client.query(sql)).rows),
    async drop() {
      await database.drop()
      await onServer((server) => server.query(`drop role ${name}`))
    },
  }
}

/** A migrated database to copy, made once for the whole run; copying it is faster than migrating each. */
async function migratedTemplate(): Promise<string> {
  const schema = migrations.map(({ statements }) => statements(postgresDialect.ddl))
  const name = `template_${createHash("sha256").update(JSON.stringify(schema)).digest("hex").slice(0, 16)}`
  await onServer(async (server) => {
    // The lock goes when this connection does.
    await server.query("select pg_advisory_lock(1)")
    const known = await server.query("select 1 from pg_database where datname = $1", [name])
    if (known.rowCount !== 0) return
    await server.query(`create database ${name}_draft template ${blank}`)
    const store = await openStore(urlOf(`${name}_draft`))
    await store.close()
    await server.query(`alter database ${name}_draft rename to ${name}`)
  })
  return name
}

const urlOf = (database: string): string => new URL(`/${database}`, inject("postgresUrl")).href

const onServer = <Result>(work: (server: Client) => Promise<Result>): Promise<Result> =>
  withClient(inject("postgresUrl"), work)

async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

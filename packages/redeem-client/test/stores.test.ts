import { randomUUID } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { memoryStore } from "@fleetprompt/redeem-client"
import { fileStore } from "@fleetprompt/redeem-client/node"
import { type SqlAccess, sqlStore, sqlTables } from "@fleetprompt/redeem-client/sql"
import { type SqliteDatabase, sqliteStore } from "@fleetprompt/redeem-client/sqlite"
import Database from "better-sqlite3"
import { Client, Pool } from "pg"
import { describe, expect, inject, it, onTestFinished } from "vitest"
import { examineStore, hashOf, recordOf } from "./support/store-exam.ts"

const source = (entry: string) => JSON.stringify(import.meta.resolve(`@fleetprompt/redeem-client/${entry}`))

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-store-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

examineStore("The memory store", async () => ({ open: () => memoryStore(), program: "" }), { isDurable: false })

examineStore("The file store", async () => {
  const path = join(await newFolder(), "redemptions.jsonl")
  return {
    open: () => fileStore(path),
    program: `import { fileStore } from ${source("node")}
      const store = fileStore(${JSON.stringify(path)})`,
  }
})

const drivers = [
  ["node:sqlite", (path: string): SqliteDatabase & { close: () => unknown } => new DatabaseSync(path), "DatabaseSync"],
  ["better-sqlite3", (path: string): SqliteDatabase & { close: () => unknown } => new Database(path), "default"],
] as const

for (const [driver, connect, name] of drivers)
  examineStore(`The SQLite store on ${driver}`, async () => {
    const path = join(await newFolder(), "target.db")
    return {
      open() {
        const database = connect(path)
        onTestFinished(() => void database.close())
        return sqliteStore(database)
      },
      program: `import { sqliteStore } from ${source("sqlite")}
        import { ${name} as Database } from ${JSON.stringify(driver)}
        const store = sqliteStore(new Database(${JSON.stringify(path)}))`,
    }
  })

examineStore("The SQL store on PostgreSQL", async () => {
  const url = await newPostgres()
  return {
    open() {
      const pool = new Pool({ connectionString: url })
      onTestFinished(() => pool.end())
      return sqlStore(postgresAccess(pool))
    },
    program: `import { sqlStore } from ${source("sql")}
      import pg from "pg"
      const pool = new pg.Pool({ connectionString: ${JSON.stringify(url)} })
      const store = sqlStore({
        dialect: "postgres",
        run: (sql, values) => pool.query(sql, values),
        get: async (sql, values) => (await pool.query(sql, values)).rows[0],
        all: async (sql, values) => (await pool.query(sql, values)).rows,
      })`,
  }
})

/** The whole of an adapter, as the README shows it. */
const postgresAccess = (pool: Pool): SqlAccess => ({
  dialect: "postgres",
  run: (sql, values) => pool.query(sql, values),
  get: async (sql, values) => (await pool.query<object>(sql, values)).rows[0],
  all: async (sql, values) => (await pool.query<object>(sql, values)).rows,
})

/** A database with the tables in it, of one test's own. */
async function newPostgres(): Promise<string> {
  const name = `redeem_${randomUUID().replaceAll("-", "")}`
  const server = new Client({ connectionString: inject("postgresUrl") })
  await server.connect()
  await server.query(`create database ${name}`)
  await server.end()
  const url = new URL(inject("postgresUrl"))
  url.pathname = name
  const client = new Client({ connectionString: url.href })
  await client.connect()
  // Twice: a migration may run again.
  for (const statement of [...sqlTables("postgres"), ...sqlTables("postgres")]) await client.query(statement)
  await client.end()
  return url.href
}

describe("the SQL store", () => {
  it("works with a database that answers as D1 does: nothing is null, and results are wrapped", async () => {
    const database = new DatabaseSync(":memory:")
    for (const statement of sqlTables("sqlite")) database.exec(statement)
    const d1 = {
      prepare: (sql: string) => ({
        bind: (...values: (string | number)[]) => ({
          run: async () => ({ success: true, meta: database.prepare(sql).run(...values) }),
          first: async () => database.prepare(sql).get(...values) ?? null,
          all: async () => ({ results: database.prepare(sql).all(...values) }),
        }),
      }),
    }
    const store = sqlStore({
      dialect: "sqlite",
      run: (sql, values) =>
        d1
          .prepare(sql)
          .bind(...values)
          .run(),
      get: (sql, values) =>
        d1
          .prepare(sql)
          .bind(...values)
          .first(),
      all: async (sql, values) =>
        (
          await d1
            .prepare(sql)
            .bind(...values)
            .all()
        ).results,
    })
    expect(await store.getOrCreate(hashOf("a"), () => "first")).toBe("first")
    const record = recordOf("0123456789abcdef")
    expect(await store.keep(record)).toEqual(record)
    expect(await store.unfinished()).toEqual([record])
  })

  it("speaks MySQL's own words where that is the dialect", async () => {
    const spoken: string[] = []
    const store = sqlStore({
      dialect: "mysql",
      run: async (sql) => spoken.push(sql),
      get: async (sql) => {
        spoken.push(sql)
        return undefined
      },
      all: async () => [],
    })
    await expect(store.getOrCreate(hashOf("a"), () => "first")).rejects.toThrow("does not answer what was just kept")
    expect(spoken[1]).toBe(
      "insert ignore into fleetprompt_redemption_ids (token_hash, redemption_id, kept_at_ms) values (?, ?, ?)",
    )
    expect(sqlTables("mysql").join("\n")).not.toContain("index if not exists")
  })

  it("lets the database's own error through", async () => {
    const full = new Error("The disk is full.")
    const fail = () => Promise.reject(full)
    const store = sqlStore({ dialect: "sqlite", run: fail, get: async () => null, all: fail })
    await expect(store.getOrCreate(hashOf("a"), () => "first")).rejects.toBe(full)
    await expect(store.keep(recordOf("0123456789abcdef"))).rejects.toBe(full)
    await expect(store.unfinished()).rejects.toBe(full)
  })
})

describe("the SQLite store", () => {
  it("is not made where a commit could be lost with the power", () => {
    const database = new DatabaseSync(":memory:")
    database.exec("pragma synchronous = normal")
    expect(() => sqliteStore(database)).toThrow("Set PRAGMA synchronous = FULL")
  })

  it("waits for a locked file, and leaves a wait of the target's own alone", () => {
    const busyMs = (database: DatabaseSync) => Object.values(database.prepare("pragma busy_timeout").get() ?? {})
    const hasty = new DatabaseSync(":memory:")
    sqliteStore(hasty)
    expect(busyMs(hasty)).toEqual([5_000])
    const patient = new DatabaseSync(":memory:", { timeout: 250 })
    sqliteStore(patient)
    expect(busyMs(patient)).toEqual([250])
  })
})

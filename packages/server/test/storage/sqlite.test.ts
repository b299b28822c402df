import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import SqliteDatabase from "better-sqlite3"
import { sql } from "kysely"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Engine } from "../../src/storage/engine/engine.ts"
import { openSqlite } from "../../src/storage/engine/sqlite.ts"
import { cacheStatements } from "../../src/storage/engine/statement-cache.ts"

describe("the SQLite engine", () => {
  let folder: string
  let engine: Engine
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-engine-"))
    engine = await openSqlite(join(folder, "registry.db"))
  })
  afterEach(async () => {
    await engine.close()
    await rm(folder, { recursive: true })
  })

  it.each([
    ["journal_mode", "wal"],
    // 2 is FULL: every commit is on disk when it returns.
    ["synchronous", 2],
    ["foreign_keys", 1],
  ])("writes with %s = %s", async (pragma, value) => {
    const { rows } = await engine.transaction((db) => sql`pragma ${sql.raw(pragma)}`.execute(db))
    expect(rows).toEqual([{ [pragma]: value }])
  })

  it("waits for a new file that another process has its hands on", async () => {
    const path = join(folder, "shared.db")
    const other = new SqliteDatabase(path)
    other.exec("create table words (word text); begin; select * from words")
    const opening = openSqlite(path)
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate)
    other.exec("commit")
    other.close()
    const second = await opening
    await expect(sql`select * from words`.execute(second.reader)).resolves.toMatchObject({ rows: [] })
    await second.close()
  })

  it("cannot write through its reader", async () => {
    await engine.transaction((db) => sql`create table words (word text) strict`.execute(db))
    const writing = sql`insert into words values ('word')`.execute(engine.reader)
    await expect(writing).rejects.toThrow("attempt to write a readonly database")
  })
})

describe("a statement cache", () => {
  it("prepares a statement once, and again only when newer ones have pushed it out", () => {
    const database = new SqliteDatabase(":memory:")
    const cached = cacheStatements(database, 2)
    const one = cached.prepare("select 1")
    const two = cached.prepare("select 2")
    expect(cached.prepare("select 1")).toBe(one)
    cached.prepare("select 3")
    expect(cached.prepare("select 1")).toBe(one)
    expect(cached.prepare("select 2")).not.toBe(two)
    database.close()
  })
})

import { sqlStore, sqlTables } from "./sql-store.ts"
import type { InstallStore } from "./store.ts"

/** What is used of an open database of `node:sqlite`, better-sqlite3 or Bun. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): {
    run(...values: (string | number)[]): unknown
    get(...values: (string | number)[]): unknown
    all(...values: (string | number)[]): unknown[]
  }
}

/**
 * A durable store in an SQLite database of yours, whose tables it makes. Several processes may share the file.
 * @throws Error where the database would answer before its commits are on disk (`PRAGMA synchronous` below FULL).
 */
export function sqliteStore(database: SqliteDatabase): InstallStore {
  // A process that finds the file locked waits for it; some drivers would fail at once.
  if (pragma(database, "busy_timeout") === 0) database.exec(`pragma busy_timeout = ${busyMs}`)
  if (pragma(database, "synchronous") < full) throw new Error("Set PRAGMA synchronous = FULL on the redemption store.")
  for (const statement of sqlTables("sqlite")) database.exec(statement)
  return sqlStore({
    dialect: "sqlite",
    run: async (sql, values) => database.prepare(sql).run(...values),
    get: async (sql, values) => database.prepare(sql).get(...values) as object | null | undefined,
    all: async (sql, values) => database.prepare(sql).all(...values) as object[],
  })
}

const busyMs = 5_000
/** As SQLite numbers it. */
const full = 2

const pragma = (database: SqliteDatabase, name: string): number =>
  Number(Object.values(database.prepare(`pragma ${name}`).get() as object)[0])

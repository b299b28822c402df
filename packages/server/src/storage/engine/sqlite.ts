import SqliteDatabase, { type Database } from "better-sqlite3"
import { Kysely, SqliteDialect } from "kysely"
import { sqliteDialect } from "../sql/dialect/sqlite.ts"
import type { Tables } from "../sql/tables.ts"
import { StorageError } from "../storage-error.ts"
import type { Engine } from "./engine.ts"
import { groupCommit } from "./group-commit.ts"
import { cacheStatements } from "./statement-cache.ts"
import { retryWhileBusy } from "./while-busy.ts"

/** How long to wait for another process that shares the file. */
const busyMs = 5_000

/**
 * Opens a SQLite file with two connections. All writes go through the one, in groups; reads go through the other,
 * which cannot write and never sees what is not committed.
 * @throws StorageError
 */
export async function openSqlite(path: string): Promise<Engine> {
  const { writer, reader } = await connect(path)
  const commits = groupCommit(writer, { busyMs })
  const writerStatements = cacheStatements(writer)
  const guarded = {
    ...writerStatements,
    prepare(sql: string) {
      commits.assertRunning()
      return writerStatements.prepare(sql)
    },
  }
  const writes = new Kysely<Tables>({ dialect: new SqliteDialect({ database: guarded }) })
  const reads = new Kysely<Tables>({ dialect: new SqliteDialect({ database: cacheStatements(reader) }) })
  return {
    dialect: sqliteDialect,
    reader: reads,
    transaction: (work) => commits.run(() => work(writes)),
    isInTransaction: () => commits.isInside(),
    async close() {
      await commits.close()
      reader.close()
      writer.close()
    },
  }
}

async function connect(path: string) {
  let writer: Database | undefined
  try {
    // All longer waiting is done outside SQLite; see retryWhileBusy.
    writer = new SqliteDatabase(path, { timeout: 10 })
    await prepareWriter(writer)
    const reader = new SqliteDatabase(path, { readonly: true, timeout: busyMs })
    // In KiB. The 2 MB it has by default hold less than one search for a common word reads.
    reader.pragma("cache_size = -65536")
    return { writer, reader }
  } catch (error) {
    writer?.close()
    if (error instanceof StorageError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new StorageError(`The SQLite database ${path} cannot be opened: ${reason}.`, { cause: error })
  }
}

async function prepareWriter(writer: Database): Promise<void> {
  // To turn a new file to WAL a process must have it alone for a moment.
  await retryWhileBusy(() => writer.pragma("journal_mode = wal"), busyMs)
  // FULL: a commit is on disk before anybody is told of it. NORMAL would lose the last ones when the power goes.
  writer.pragma("synchronous = full")
  writer.pragma("foreign_keys = on")
}

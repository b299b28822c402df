import type { Log } from "../domain/context.ts"
import type { Store } from "../domain/store.ts"
import type { Engine } from "./engine/engine.ts"
import { openPostgres } from "./engine/postgres.ts"
import { openSqlite } from "./engine/sqlite.ts"
import { migrate } from "./migrations/run.ts"
import { createStore } from "./sql/store.ts"
import { StorageError } from "./storage-error.ts"

/**
 * Opens the store behind a URL and brings its schema up to date: `postgres://…` for PostgreSQL, `sqlite:<path>` or
 * a plain path for a SQLite file, which is made where there is none.
 * @throws StorageError, one sentence for an operator, where that cannot be done.
 */
export async function openStore(url: string, options: { readonly log?: Log } = {}): Promise<Store> {
  const engine = await openEngine(url, options.log)
  try {
    await migrate(engine, options.log)
  } catch (error) {
    await engine.close()
    throw error
  }
  return createStore(engine)
}

/** Whether several server processes may work on the database behind that URL, rather than this one alone. */
export const isSharedDatabase = (url: string): boolean => /^postgres(?:ql)?:\/\//.test(url)

async function openEngine(url: string, log: Log | undefined): Promise<Engine> {
  if (isSharedDatabase(url)) return openPostgres(url, log)
  const path = url.replace(/^sqlite:(?:\/\/)?/, "")
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(path)
  if (scheme !== null) {
    throw new StorageError(`A database URL begins with postgres:// or sqlite:, and this one with ${scheme[0]}`)
  }
  if (path === "" || path === ":memory:") {
    throw new StorageError("SQLite needs the path of a file: two connections and other processes share it.")
  }
  return await openSqlite(path)
}

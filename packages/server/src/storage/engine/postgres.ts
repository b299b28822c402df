import { AsyncLocalStorage } from "node:async_hooks"
import { setTimeout as wait } from "node:timers/promises"
import { Kysely, PostgresDialect } from "kysely"
import type { Log } from "../../domain/context.ts"
import { postgresDialect } from "../sql/dialect/postgres.ts"
import type { Tables } from "../sql/tables.ts"
import { StorageError } from "../storage-error.ts"
import type { Engine } from "./engine.ts"
import { asStorageError, isWorthAnotherRun } from "./postgres-errors.ts"
import { openPool } from "./postgres-pool.ts"

const runsMax = 3

/**
 * Connects to PostgreSQL through a pool. Nothing is asked of the server yet.
 * @throws StorageError
 */
export function openPostgres(url: string, log?: Log): Engine {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(url, log) }) })
  const inside = new AsyncLocalStorage<true>()
  const running = new Set<Promise<unknown>>()
  let closed = false

  return {
    dialect: postgresDialect,
    reader: db,

    async transaction(work) {
      if (closed) throw new StorageError("The database is closed.")
      const transaction = runAgainOnConflict(db, (tx) => inside.run(true, () => work(tx)))
      running.add(transaction)
      return await transaction.finally(() => running.delete(transaction))
    },

    isInTransaction: () => inside.getStore() === true,

    async close() {
      closed = true
      await Promise.allSettled(running)
      await db.destroy()
    },
  }
}

async function runAgainOnConflict<Result>(
  db: Kysely<Tables>,
  work: (tx: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  for (let run = 1; ; run++) {
    let committing = false
    try {
      return await db
        .transaction()
        .setIsolationLevel("read committed")
        .execute(async (tx) => {
          const result = await work(tx)
          committing = true
          return result
        })
    } catch (error) {
      if (run === runsMax || !isWorthAnotherRun(error)) throw asStorageError(error, committing)
      await wait(Math.random() * 20 * run)
    }
  }
}

import { type Kysely, sql } from "kysely"
import type { Log } from "../../domain/context.ts"
import type { Engine } from "../engine/engine.ts"
import type { Tables } from "../sql/tables.ts"
import { StorageError } from "../storage-error.ts"
import { migrations as all } from "./list.ts"
import type { Migration } from "./migration.ts"

/**
 * Brings the database up to this code in one transaction under a lock, so of many processes that start at once
 * one does the work and the others find it done.
 * @throws StorageError where the database was made by newer code.
 */
export async function migrate(engine: Engine, log?: Log, migrations: readonly Migration[] = all): Promise<void> {
  const { ddl } = engine.dialect
  await engine.transaction(async (db) => {
    await engine.dialect.lockMigrations(db)
    await run(
      db,
      `create table if not exists fleetprompt_migrations (
        number integer primary key, name ${ddl.text} not null, applied_at_ms ${ddl.ms} not null
      ) ${ddl.strict}`,
    )
    const applied = await lastApplied(db)
    refuseNewer(applied, migrations.length)
    for (const { number, name, statements, fill } of migrations.slice(applied)) {
      // The record goes first: were two ever to run side by side, its primary key stops the second before it does harm.
      await db.insertInto("fleetprompt_migrations").values({ number, name, applied_at_ms: Date.now() }).execute()
      for (const statement of statements(ddl)) await run(db, statement)
      await fill?.({ db, dialect: engine.dialect })
      log?.info({ migration: number, name }, "A database migration was applied.")
    }
  })
}

const run = (db: Kysely<Tables>, statement: string) => sql.raw(statement).execute(db)

async function lastApplied(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .selectFrom("fleetprompt_migrations")
    .select(({ fn }) => fn.max<number | null>("number").as("last"))
    .executeTakeFirstOrThrow()
  return row.last ?? 0
}

function refuseNewer(applied: number, known: number): void {
  if (applied <= known) return
  throw new StorageError(
    `The database was made by a newer FleetPrompt: it is at migration ${applied}, and this version knows ${known}. ` +
      "Run the newer version.",
  )
}

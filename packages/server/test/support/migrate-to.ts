import type { Engine } from "../../src/storage/engine/engine.ts"
import { openPostgres } from "../../src/storage/engine/postgres.ts"
import { openSqlite } from "../../src/storage/engine/sqlite.ts"
import { migrations } from "../../src/storage/migrations/list.ts"
import { migrate } from "../../src/storage/migrations/run.ts"
import type { TestDatabase } from "./engines.ts"

/** Brings a database to the migration of that number and no further. */
export async function migrateTo(database: TestDatabase, number: number): Promise<void> {
  const engine: Engine = database.url.startsWith("sqlite:")
    ? await openSqlite(database.url.slice("sqlite:".length))
    : openPostgres(database.url)
  await migrate(engine, undefined, migrations.slice(0, number))
  await engine.close()
}

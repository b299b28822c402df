import { describe, expect, it } from "vitest"
import type { Engine } from "../../src/storage/engine/engine.ts"
import { openPostgres } from "../../src/storage/engine/postgres.ts"
import { openSqlite } from "../../src/storage/engine/sqlite.ts"
import { migrations } from "../../src/storage/migrations/list.ts"
import type { Migration } from "../../src/storage/migrations/migration.ts"
import { migrate } from "../../src/storage/migrations/run.ts"
import { openStore } from "../../src/storage/open.ts"
import { engines, type TestDatabase } from "../support/engines.ts"
import { startProcess } from "../support/processes.ts"
import { aUser } from "../support/records.ts"

const step = (number: number, ...statements: string[]): Migration => ({
  number,
  name: `step ${number}`,
  statements: () => statements,
})

/** Opens a bare engine, migrates it with those steps, and closes it. */
async function migrateWith(database: TestDatabase, steps: readonly Migration[]): Promise<void> {
  const engine: Engine = database.url.startsWith("sqlite:")
    ? await openSqlite(database.url.slice("sqlite:".length))
    : openPostgres(database.url)
  try {
    await migrate(engine, undefined, steps)
  } finally {
    await engine.close()
  }
}

const applied = (database: TestDatabase) =>
  database.rawSql("select number, name from fleetprompt_migrations order by number")

it("numbers the migrations from one without a gap", () => {
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1))
})

describe.each(engines)("migrations on $name", (engine) => {
  it("install the schema, and do no harm the second time", async () => {
    const database = await engine.create()
    const user = aUser()
    const first = await openStore(database.url)
    await first.transaction((tx) => tx.users.insert(user))
    await first.close()
    const second = await openStore(database.url)
    expect(await second.read.users.find(user.userId)).toEqual(user)
    await second.close()
    expect(await applied(database)).toEqual(migrations.map(({ number, name }) => ({ number, name })))
    await database.drop()
  })

  it("run once, however many stores open at the same time", async () => {
    const database = await engine.create()
    const stores = await Promise.all(Array.from({ length: 20 }, () => openStore(database.url)))
    await Promise.all(stores.map((store) => store.close()))
    expect(await applied(database)).toHaveLength(migrations.length)
    await database.drop()
  })

  it("run once, however many processes open at the same time", async () => {
    const database = await engine.create()
    await Promise.all(Array.from({ length: 5 }, () => startProcess("open", database.url)))
    expect(await applied(database)).toHaveLength(migrations.length)
    await database.drop()
  })

  it("apply only what is missing, in order", async () => {
    const database = await engine.create()
    const table = step(1, "create table notes (text text not null)")
    const row = step(2, "insert into notes values ('two')")
    await migrateWith(database, [table])
    await migrateWith(database, [table, row, step(3, "update notes set text = 'three'")])
    expect(await database.rawSql("select text from notes")).toEqual([{ text: "three" }])
    expect(await applied(database)).toEqual([1, 2, 3].map((number) => ({ number, name: `step ${number}` })))
    await database.drop()
  })

  it("leave the database as it was where one fails", async () => {
    const database = await engine.create()
    const table = step(1, "create table notes (text text not null)")
    await migrateWith(database, [table])
    const broken = step(3, "insert into notes values (null)")
    const attempt = migrateWith(database, [table, step(2, "insert into notes values ('two')"), broken])
    await expect(attempt).rejects.toThrow(/not null|not-null/i)
    expect(await database.rawSql("select text from notes")).toEqual([])
    expect(await applied(database)).toHaveLength(1)
    await database.drop()
  })

  it("refuse a database that newer code has made, in a sentence, and leave it alone", async () => {
    const database = await engine.create()
    await migrateWith(database, [step(1), step(2), step(3, "create table from_the_future (id text)")])
    await expect(migrateWith(database, [step(1), step(2)])).rejects.toThrow(
      "The database was made by a newer FleetPrompt: it is at migration 3, and this version knows 2. " +
        "Run the newer version.",
    )
    expect(await applied(database)).toHaveLength(3)
    await database.drop()
  })
})

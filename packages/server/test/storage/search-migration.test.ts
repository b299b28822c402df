import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { migrate } from "../../src/storage/migrations/run.ts"
import { migrations } from "../../src/storage/migrations/list.ts"
import { openStore } from "../../src/storage/open.ts"
import { openPostgres } from "../../src/storage/engine/postgres.ts"
import { openSqlite } from "../../src/storage/engine/sqlite.ts"
import { engines, type TestDatabase } from "../support/engines.ts"

const placeholders = "'', '[\"crm\"]', '[]', 'r', '1.0.0', 1, 1, 1, '', ''"
const columns =
  "listing_id, publisher_id, slug_name, asset_kind, status, name, summary, tags, categories, latest_release_id, " +
  "latest_version, row_version, created_at_ms, updated_at_ms, description, search_text"

describe.each(engines)("the migration to the search index on $name", (engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await engine.create()
    const path = database.url.replace("sqlite:", "")
    const old = engine.name === "SQLite" ? await openSqlite(path) : openPostgres(database.url)
    await migrate(old, undefined, migrations.slice(0, 1))
    await old.close()
    await database.rawSql(
      "insert into publishers (publisher_id, handle, display_name, created_at_ms) values ('pub', 'acme', 'Acme', 1)",
    )
    for (const status of ["published", "draft"]) {
      await database.rawSql(
        `insert into listings (${columns}) values ('lst_${status}', 'pub', '${status}', 'whs_agent', '${status}', 'Ärger', ${placeholders})`,
      )
    }
  })
  afterAll(() => database.drop())

  it("indexes what is published already, and nothing else", async () => {
    const store = await openStore(database.url)
    const wanted = { words: [["arger"]], parts: [], nameKey: "", slugStart: "" }
    const found = await store.read.listings.match(wanted, { tag: "crm" }, "popular", 10)
    expect(found.map(({ slug, key }) => ({ slug, key }))).toEqual([{ slug: "acme/published", key: 0 }])
    expect(await store.read.listings.neighbours(["agrer"])).toEqual([["arger"]])
    expect((await store.read.listings.findById("lst_draft"))?.installs).toBe(0)
    await store.close()
  })
})

import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { migrations } from "../../src/storage/migrations/list.ts"
import { openStore } from "../../src/storage/open.ts"
import { engines, type TestDatabase } from "../support/engines.ts"
import { migrateTo } from "../support/migrate-to.ts"

const placeholders = "'', '[\"crm\"]', '[]', 'r', '1.0.0', 1, 1, 7, ''"
const columns =
  "listing_id, publisher_id, slug_name, asset_kind, status, name, summary, tags, categories, latest_release_id, " +
  "latest_version, row_version, created_at_ms, updated_at_ms, description"

const words = { words: [["arger"]], parts: [], nameKey: "", slugStart: "" }
const parts = { words: [], parts: ["rge"], nameKey: "", slugStart: "" }

/** The first migration knew no index of its own; the one before "search in order" had an index in another form. */
const versions = [
  { before: "the first index", number: 1, more: { columns: ", search_text", values: ", ''" } },
  {
    before: "words had an order",
    number: migrations.findIndex(({ name }) => name === "search in order"),
    more: { columns: ", first_published_at_ms", values: ", 1" },
  },
]

const cases = engines.flatMap((engine) => versions.map((version) => ({ ...version, engine, name: engine.name })))

describe.each(cases)("a database from before $before, on $name", ({ engine, number, more }) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await engine.create()
    await migrateTo(database, number)
    await database.rawSql(
      "insert into publishers (publisher_id, handle, display_name, created_at_ms) values ('pub', 'acme', 'Acme', 1)",
    )
    for (const status of ["published", "draft"]) {
      await database.rawSql(
        `insert into listings (${columns}${more.columns}) values ('lst_${status}', 'pub', '${status}', 'whs_agent',
          '${status}', 'Ärger', ${placeholders}${more.values})`,
      )
    }
    if (number > 1) await indexAsItWas()
  })
  afterAll(() => database.drop())

  /** What is written of a listing that was published then. */
  async function indexAsItWas(): Promise<void> {
    await database.rawSql("insert into listing_popularity (listing_id, installs) values ('lst_published', 3)")
    await database.rawSql("insert into listing_popularity (listing_id, installs) values ('lst_draft', 0)")
    await database.rawSql("insert into search_word_keys (word_key, word) values ('ager', 'arger')")
    await database.rawSql(
      `insert into listing_search (place, listing_id, slug, name_key, title_key, labels, summary, terms, body)
        values (41781441855487, 'lst_published', 'acme/published', 'published', 'arger', ' :kind:whs_agent :tag:crm ',
          '', ':kind:whs_agent :tag:crm acme published arger', 'acme/published ärger')`,
    )
  }

  it("finds what was published, by words and by parts, and nothing else", async () => {
    const store = await openStore(database.url)
    const { listings } = store.read
    const shown = [{ slug: "acme/published", key: 7 }]
    for (const wanted of [words, parts]) {
      const found = await listings.match(wanted, { tag: "crm" }, "recent", 10)
      expect(found.map(({ slug, key }) => ({ slug, key }))).toEqual(shown)
    }
    expect(await listings.neighbours(["agrer"])).toEqual([["arger"]])
    expect((await listings.findById("lst_draft"))?.installs).toBe(0)
    await store.close()
  })

  it("forgets it once it is hidden, and finds it anew once it is shown", async () => {
    const store = await openStore(database.url)
    const { listings } = store.read
    const found = async () =>
      (await Promise.all([words, parts].map((wanted) => listings.match(wanted, {}, "name", 10)))).flat().length
    const listing = await listings.findById("lst_published")
    if (listing === undefined) throw new Error("The listing is gone.")
    const hidden = { ...listing, status: "draft" as const, rowVersion: listing.rowVersion + 1 }
    await store.transaction((tx) => tx.listings.update(hidden, listing.rowVersion))
    expect(await found()).toBe(0)
    const shown = { ...listing, rowVersion: hidden.rowVersion + 1 }
    await store.transaction((tx) => tx.listings.update(shown, hidden.rowVersion))
    expect(await found()).toBe(2)
    await store.close()
  })
})

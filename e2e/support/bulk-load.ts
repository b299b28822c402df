import SqliteDatabase from "better-sqlite3"
import { Client } from "pg"
import type { Listing } from "../../packages/server/src/domain/listings/listing.ts"
import { load, openSearch } from "./search-bench.ts"

/** What a search reads, parents before children. */
const tables = [
  "publishers",
  "listings",
  "listing_tags",
  "listing_categories",
  "listing_popularity",
  "listing_search",
  "listing_texts",
  "search_words",
  "search_word_keys",
]

/** Puts very many listings into a new SQLite file through the store, and builds the full-text indexes at the end. */
export async function loadSqlite(path: string, listings: readonly Listing[]): Promise<void> {
  const { store } = await openSearch(path)
  const file = new SqliteDatabase(path)
  const triggers = file
    .prepare<[], { name: string; sql: string }>(
      "select name, sql from sqlite_schema where type = 'trigger' and tbl_name = 'listing_texts'",
    )
    .all()
  for (const { name } of triggers) file.exec(`drop trigger ${name}`)
  await load(store, listings)
  for (const index of ["listing_words", "listing_parts"])
    file.exec(`insert into ${index} (${index}) values ('rebuild')`)
  for (const { sql } of triggers) file.exec(sql)
  file.close()
  await store.close()
}

/** Copies what a search reads from a SQLite file to a new PostgreSQL database, and builds the search indexes at the end. */
export async function copyToPostgres(path: string, url: string): Promise<void> {
  const { store } = await openSearch(url)
  await store.close()
  const file = new SqliteDatabase(path, { readonly: true })
  const server = new Client(url)
  await server.connect()
  const indexes = await server.query<{ indexname: string; indexdef: string }>(
    "select indexname, indexdef from pg_indexes where tablename = 'listing_texts' and indexdef like '%USING gin%'",
  )
  for (const { indexname } of indexes.rows) await server.query(`drop index ${indexname}`)
  for (const table of tables) await copyTable(file, server, table)
  for (const { indexdef } of indexes.rows) await server.query(indexdef)
  // What autovacuum does of itself after so many rows, only later.
  await server.query("vacuum analyze")
  await server.end()
  file.close()
}

async function copyTable(file: SqliteDatabase.Database, server: Client, table: string): Promise<void> {
  const columns = file.prepare<[string], string>("select name from pragma_table_info(?)").pluck().all(table).join(", ")
  const insert = `insert into ${table} (${columns}) overriding system value
    select ${columns} from json_populate_recordset(null::${table}, $1)`
  const batchSize = 5_000
  const rows = file.prepare(`select ${columns} from ${table} limit ${batchSize} offset ?`)
  for (let at = 0; ; at += batchSize) {
    const batch = rows.all(at)
    if (batch.length === 0) return
    await server.query(insert, [JSON.stringify(batch)])
  }
}

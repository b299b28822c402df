import type { Database } from "better-sqlite3"
import type { SqliteDatabase, SqliteStatement } from "kysely"

/**
 * Lends a connection to Kysely with its prepared statements kept, for Kysely prepares each one anew and that costs
 * twice the query itself. The least recently used goes first, since some texts (a search of nine words) come once.
 */
export function cacheStatements(database: Database, statementsMax = 200): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    prepare(sql) {
      const statement = statements.get(sql) ?? database.prepare(sql)
      statements.delete(sql)
      statements.set(sql, statement)
      if (statements.size > statementsMax) {
        for (const oldest of statements.keys()) {
          statements.delete(oldest)
          break
        }
      }
      return statement
    },
    close: () => database.close(),
  }
}

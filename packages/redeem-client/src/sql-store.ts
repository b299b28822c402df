import { type InstallRecord, progressOf } from "./install-record.ts"
import type { InstallStore } from "./store.ts"

/** The databases whose SQL is known here. */
export type SqlDialect = "sqlite" | "postgres" | "mysql"

/**
 * A database, in three methods. Each settles once the statement is committed, and on its primary: what a replica or an
 * unflushed log forgets in a crash is an install lost. `values` go where the dialect's placeholders stand (`?`, or `$1`
 * of PostgreSQL).
 */
export interface SqlAccess {
  dialect: SqlDialect
  run: (sql: string, values: (string | number)[]) => Promise<unknown>
  /** The first row, by its columns' names; nothing where there is none. */
  get: (sql: string, values: (string | number)[]) => Promise<object | null | undefined>
  all: (sql: string, values: (string | number)[]) => Promise<object[]>
}

/**
 * The tables of a {@link sqlStore}, one statement each, for a migration of your own. What is older than 31 days can be
 * deleted, save the one row whose `token_hash` no token has, the key that seals what browsers keep: it is made anew.
 */
export const sqlTables = (dialect: SqlDialect): string[] => {
  // What is compared must not depend on a collation.
  const text = (length: number) =>
    dialect === "mysql" ? `varchar(${length}) character set ascii collate ascii_bin` : `varchar(${length})`
  return [
    `create table if not exists fleetprompt_redemption_ids (token_hash ${text(64)} primary key, redemption_id ${text(64)} not null, kept_at_ms bigint not null)`,
    `create table if not exists fleetprompt_installs (redemption_id ${text(64)} primary key, progress integer not null, record text not null, kept_at_ms bigint not null)`,
    dialect === "mysql"
      ? "create index fleetprompt_installs_progress on fleetprompt_installs (progress, kept_at_ms)"
      : "create index if not exists fleetprompt_installs_progress on fleetprompt_installs (progress, kept_at_ms)",
  ]
}

/** A durable store in a database of your own that has the {@link sqlTables}. Rejects with the database's own errors. */
export function sqlStore({ dialect, run, get, all }: SqlAccess): InstallStore {
  const insert = (table: string, columns: string[]) => {
    const places = columns.map(() => "?").join(", ")
    const statement = `into ${table} (${columns.join(", ")}) values (${places})`
    return bound(dialect === "mysql" ? `insert ignore ${statement}` : `insert ${statement} on conflict do nothing`)
  }
  const bound = (sql: string) => {
    let place = 0
    return dialect === "postgres" ? sql.replaceAll("?", () => `$${++place}`) : sql
  }
  const sql = {
    keepId: insert("fleetprompt_redemption_ids", ["token_hash", "redemption_id", "kept_at_ms"]),
    id: bound("select redemption_id as id from fleetprompt_redemption_ids where token_hash = ?"),
    keepRecord: insert("fleetprompt_installs", ["redemption_id", "progress", "record", "kept_at_ms"]),
    advance: bound("update fleetprompt_installs set progress = ?, record = ? where redemption_id = ? and progress < ?"),
    record: bound("select record from fleetprompt_installs where redemption_id = ?"),
    unfinished: bound("select record from fleetprompt_installs where progress < ? order by kept_at_ms"),
  }
  const idOf = async (tokenHash: string) => textIn(await get(sql.id, [tokenHash]), "id")
  return {
    async getOrCreate(tokenHash, make) {
      const kept = await idOf(tokenHash)
      if (kept !== undefined) return kept
      await run(sql.keepId, [tokenHash, make(), Date.now()])
      return present(await idOf(tokenHash))
    },
    async keep(record) {
      const { redemptionId } = record.redemption
      const progress = progressOf(record)
      const text = JSON.stringify(record)
      await run(sql.keepRecord, [redemptionId, progress, text, Date.now()])
      await run(sql.advance, [progress, text, redemptionId, progress])
      return recordIn(present(textIn(await get(sql.record, [redemptionId]), "record")))
    },
    async unfinished() {
      const rows = await all(sql.unfinished, [2])
      return rows.map((row) => recordIn(present(textIn(row, "record"))))
    },
  }
}

function textIn(row: object | null | undefined, column: string): string | undefined {
  const value: unknown = row ? new Map(Object.entries(row)).get(column) : undefined
  return typeof value === "string" ? value : undefined
}

function present(text: string | undefined): string {
  if (text === undefined) throw new Error("The database does not answer what was just kept in it.")
  return text
}

// Only what we have written ourselves is read here.
const recordIn = (text: string): InstallRecord => JSON.parse(text) as InstallRecord

import type { Kysely } from "kysely"
import type { SearchEngine } from "../search/engine.ts"
import type { Tables } from "../tables.ts"

/** The whole list of what the two engines do not say alike. Everything else is one SQL. */
export interface Dialect {
  /** Whether a row must be locked against other writers. SQLite has one writer at a time, so there is none. */
  readonly locksRows: boolean
  readonly ddl: Ddl
  readonly search: SearchEngine
  /** Keeps other processes out of the migrations until this transaction ends. */
  lockMigrations(db: Kysely<Tables>): Promise<void>
}

/** The words of a schema that differ. */
export interface Ddl {
  /** Text compared and ordered by code points, whatever the locale of the database. */
  readonly text: string
  /** A string of bytes. */
  readonly bytes: string
  /** A whole number of milliseconds. */
  readonly ms: string
  /** A primary key that counts up and never gives a number twice. */
  readonly sequence: string
  /** What follows the closing bracket of a table. */
  readonly strict: string
  /** Stands before `table` where its rows may be lost in a crash, and so need not be written twice. */
  readonly unlogged: string
  /** The full-text indexes over `listing_search`, as they were before `listing_texts`. */
  readonly searchIndexes: readonly string[]
  /** The indexes over `listing_texts`, in place of those. */
  readonly textIndexes: readonly string[]
  /** Runs once before the first {@link Ddl.refuseUpdate}. */
  readonly preamble: readonly string[]
  /** A trigger that refuses any update naming one of these columns. */
  readonly refuseUpdate: (rule: UpdateRule) => string
  /** Triggers that refuse to remove a row, be it by deleting, emptying the table or writing over it. */
  readonly refuseRemoval: (rule: RemovalRule) => string[]
  /** A trigger that refuses to delete a row unless a condition holds. */
  readonly refuseDelete: (rule: DeleteRule) => string[]
  readonly dropTrigger: (trigger: { readonly name: string; readonly table: string }) => string
}

export interface UpdateRule {
  readonly name: string
  readonly table: string
  /** As SQL lists them. */
  readonly columns: string
  /** SQL about `old` and `new`, without a query in it; always where there is none. */
  readonly when?: string
  readonly message: string
}

export interface RemovalRule {
  readonly table: string
  /** The columns of each unique key. */
  readonly keys: readonly (readonly string[])[]
  readonly message: string
}

export interface DeleteRule {
  readonly name: string
  readonly table: string
  /** SQL about `old`, which may ask other tables. */
  readonly unless: string
  readonly message: string
}

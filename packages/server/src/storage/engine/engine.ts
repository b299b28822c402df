import type { Kysely } from "kysely"
import type { Dialect } from "../sql/dialect/dialect.ts"
import type { Tables } from "../sql/tables.ts"

/** One opened database: where reads go, how a transaction runs, and how to let go of it. */
export interface Engine {
  readonly dialect: Dialect
  /** Sees what is committed, outside any transaction. */
  readonly reader: Kysely<Tables>
  /** Runs `work` as one durable transaction, again from the start where the engine asks for that. */
  transaction<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>
  /** Whether the caller stands inside the `work` of a transaction of this engine. */
  readonly isInTransaction: () => boolean
  /** Lets running transactions end, then closes. */
  close(): Promise<void>
}

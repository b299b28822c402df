import type { Kysely } from "kysely"
import type { Dialect } from "./dialect/dialect.ts"
import type { Tables } from "./tables.ts"

/** Where a query runs, be it in a transaction or outside, and the dialect spoken there. */
export interface Connection {
  readonly db: Kysely<Tables>
  readonly dialect: Dialect
}

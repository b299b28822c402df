import type { Connection } from "../sql/connection.ts"
import type { Ddl } from "../sql/dialect/dialect.ts"

/** One step forward of the schema. A published one never changes again; there are no steps back. */
export interface Migration {
  readonly number: number
  readonly name: string
  /** Single statements, in order. */
  readonly statements: (ddl: Ddl) => readonly string[]
  /** What SQL alone cannot compute; runs after the statements and reads no column that came later. */
  readonly fill?: (connection: Connection) => Promise<void>
}

import {
  type Compilable,
  type CompiledQuery,
  type Expression,
  type Kysely,
  type QueryResult,
  type RawBuilder,
  ValueNode,
} from "kysely"
import type { Connection } from "./connection.ts"
import type { Dialect } from "./dialect/dialect.ts"
import type { Tables } from "./tables.ts"

/** The values of a prepared query as they stand in it while it is built. */
export type Slots<Values> = { readonly [Name in keyof Values]: Expression<Values[Name]> }

const texts = new Set<string>()

/** Whether this is the text of a prepared query, one of a few that come again and again. */
export const isPrepared = (text: string): boolean => texts.has(text)

/** Runs a query that is built anew each time, but as one of a few texts. No plan may hang on the values. */
export async function runPrepared<Row>({ db }: Pick<Connection, "db">, query: RawBuilder<Row>): Promise<Row[]> {
  const compiled = query.compile(db)
  texts.add(compiled.sql)
  return (await db.executeQuery(compiled)).rows
}

/**
 * A query whose shape never changes. Its text is built once for each dialect and from then on only bound, since to
 * build a query of twenty columns takes longer than to run it. Every call must name the same values, and the query
 * its columns: a plan made for `*` would be refused once another process has added a column.
 */
export function prepared<Values extends object, Row>(
  build: (db: Kysely<Tables>, slots: Slots<Values>) => Compilable<Row>,
): (connection: Connection, values: Values) => Promise<QueryResult<Row>> {
  const compiled = new WeakMap<Dialect, CompiledQuery<Row>>()
  return async ({ db, dialect }, values) => {
    const known = compiled.get(dialect)
    const query = known ?? build(db, slotsFor(values)).compile()
    if (known === undefined) {
      compiled.set(dialect, query)
      texts.add(query.sql)
    }
    const parameters = query.parameters.map((parameter) =>
      parameter instanceof Slot ? Reflect.get(values, parameter.name) : parameter,
    )
    return await db.executeQuery({ ...query, parameters })
  }
}

/** Takes the place of a value while the query is built; it ends up in the list of parameters. */
class Slot implements Expression<never> {
  readonly name: string
  readonly expressionType = undefined

  constructor(name: string) {
    this.name = name
  }

  toOperationNode(): ValueNode {
    return ValueNode.create(this)
  }
}

function slotsFor<Values extends object>(values: Values): Slots<Values> {
  const slots = Object.create(null)
  for (const name of Object.keys(values)) slots[name] = new Slot(name)
  return slots
}

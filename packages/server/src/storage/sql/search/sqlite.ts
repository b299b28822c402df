import { type RawBuilder, sql } from "kysely"
import { type Candidate, candidate, type SearchEngine, type TermGroup } from "./engine.ts"

/** SQLite: FTS5. Matches come in the order of their rowid, the place, so a search stops as soon as it has enough. */
export const sqliteSearch: SearchEngine = {
  withTerms: (groups, max) => rowsAt(matching(groups, max)),

  async withParts(_db, parts, labels, max) {
    const indexed = parts.filter((part) => Array.from(part).length >= 3)
    const others = parts.filter((part) => !indexed.includes(part))
    const found = indexed.length === 0 ? mostPopular(labels, max) : holding(indexed, labels, max)
    const holdsOthers = others.map((part) => sql`instr(body, ${part}) > 0`)
    return rowsAt(found, ...holdsOthers)
  },
}

/** An index holds places alone. */
const rowsAt = (places: RawBuilder<Place>, ...conditions: RawBuilder<unknown>[]) =>
  sql<Candidate>`select ${candidate} from (${places}) found join listing_search using (place)
    where ${sql.join([sql`true`, ...conditions], sql` and `)}`

interface Place {
  readonly place: number
}

function matching(groups: readonly TermGroup[], max: number) {
  const match = groups.map(({ anyOf, isStart }) => oneOf(anyOf.map((term) => quoted(term) + (isStart ? "*" : ""))))
  return sql<Place>`select rowid as place from listing_words
    where listing_words match ${match.join(" AND ")} order by rowid limit ${max}`
}

function holding(parts: readonly string[], labels: readonly TermGroup[], max: number) {
  const inBody = `body : (${parts.map(quoted).join(" AND ")})`
  const inLabels = labels.map(({ anyOf }) => `labels : ${oneOf(anyOf.map((label) => quoted(` ${label} `)))}`)
  return sql<Place>`select rowid as place from listing_parts
    where listing_parts match ${[...inLabels, inBody].join(" AND ")} order by rowid limit ${max}`
}

const mostPopular = (labels: readonly TermGroup[], max: number) =>
  labels.length > 0 ? matching(labels, max) : sql<Place>`select place from listing_search order by place limit ${max}`

const oneOf = (terms: readonly string[]): string => `(${terms.join(" OR ")})`

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

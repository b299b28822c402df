import { type RawBuilder, sql } from "kysely"
import type { Place, SearchEngine, TermGroup } from "./engine.ts"
import { holdingParts, mostPopular } from "./texts.ts"

/** SQLite: FTS5. Matches come in the order of their rowid, the place, so a search stops as soon as it has enough. */
export const sqliteSearch: SearchEngine = {
  withTerms: (groups, max) =>
    matching(
      groups.map((group) => anyOf(group)),
      max,
    ),

  withStart: async (_db, groups, starts, max) =>
    matching([...groups.map((group) => anyOf(group)), anyStart(starts)], max),

  async withParts(_db, parts, labels, max) {
    const indexed = parts.filter((part) => Array.from(part).length >= 3)
    if (indexed.length === 0) return holdingParts(sqliteSearch, parts, mostPopular(sqliteSearch, labels, max))
    const others = parts.filter((part) => !indexed.includes(part))
    const found = holding(indexed, labels, max)
    return others.length === 0 ? found : holdingParts(sqliteSearch, others, found)
  },

  isAt: (places) => sql`place in (select place from (${places}) found)`,

  holds: (text, part) => sql`instr(${text}, ${part}) > 0`,
}

const matching = (groups: readonly string[], max: number) =>
  sql<Place>`select rowid as place from listing_words
    where listing_words match ${groups.join(" AND ")} order by rowid limit ${max}`

function holding(parts: readonly string[], labels: readonly TermGroup[], max: number): RawBuilder<Place> {
  const inBody = `body : (${parts.map(quoted).join(" AND ")})`
  const inLabels = labels.map((group) => `labels : ${anyOf(group.map((label) => ` ${label} `))}`)
  return sql`select rowid as place from listing_parts
    where listing_parts match ${[...inLabels, inBody].join(" AND ")} order by rowid limit ${max}`
}

const anyOf = (terms: TermGroup): string => `(${terms.map((term) => quoted(term)).join(" OR ")})`

const anyStart = (starts: readonly string[]): string => `(${starts.map((start) => `${quoted(start)}*`).join(" OR ")})`

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

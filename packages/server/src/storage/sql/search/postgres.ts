import { type Kysely, type RawBuilder, sql } from "kysely"
import type { Tables } from "../tables.ts"
import { type Candidate, candidate, type SearchEngine, type TermGroup } from "./engine.ts"

/** PostgreSQL: a tsvector for words, pg_trgm for parts. */
export const postgresSearch: SearchEngine = {
  withTerms: (groups, max) =>
    sql<Candidate>`select ${candidate} from listing_search where ${hasTerms(groups)} order by place limit ${max}`,

  async withParts(db, parts, labels, max) {
    const canUseIndex = parts.some(isIndexed) && (await hasPartsIndex(db))
    const hasParts = sql.join(parts.map(isIn), sql` and `)
    const hasLabels = labels.length === 0 ? sql`true` : hasTerms(labels)
    if (!canUseIndex) {
      const popular = sql`select * from listing_search where ${hasLabels} order by place limit ${max}`
      return sql<Candidate>`select ${candidate} from (${popular}) popular where ${hasParts} order by place`
    }
    // Without an order of its own the inner query goes by the index of parts; in order of place the planner might
    // rather walk the whole table in that order.
    const some = sql`select * from listing_search where ${hasParts} and ${hasLabels} limit ${max * 5}`
    return sql<Candidate>`select ${candidate} from (${some}) holding order by place limit ${max}`
  },
}

function hasTerms(groups: readonly TermGroup[]): RawBuilder<boolean> {
  const query = groups.map(({ anyOf, isStart }) => {
    const terms = anyOf.map((term) => `'${term.replaceAll("'", "''")}'${isStart ? ":*" : ""}`)
    return `(${terms.join(" | ")})`
  })
  return sql<boolean>`words @@ ${query.join(" & ")}::tsquery`
}

/** A part stands for itself: what LIKE reads as a wildcard is escaped. */
const isIn = (part: string) => sql<boolean>`body like ${`%${part.replaceAll(/[!%_]/g, "!$&")}%`} escape '!'`

/** Whether every locale finds trigrams in it; signs are none, and in some locales only ASCII letters are letters. */
const isIndexed = (part: string): boolean => /[a-z0-9]{3}/.test(part)

const known = new WeakMap<Kysely<Tables>, Promise<boolean>>()

function hasPartsIndex(db: Kysely<Tables>): Promise<boolean> {
  const asked = known.get(db) ?? ask(db)
  known.set(db, asked)
  // A failed question says nothing about the answer.
  asked.catch(() => known.delete(db))
  return asked
}

async function ask(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{
    found: boolean
  }>`select to_regclass('listing_search_by_parts') is not null as found`.execute(db)
  return rows[0]?.found === true
}

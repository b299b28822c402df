import { type Kysely, sql } from "kysely"
import type { Tables } from "../tables.ts"
import type { Place, SearchEngine } from "./engine.ts"
import { hasTerm, placesWithStart, placesWithTerms } from "./postgres-terms.ts"
import { holdingParts, mostPopular } from "./texts.ts"

/** PostgreSQL: the key of `listing_terms` for words, pg_trgm for parts. */
export const postgresSearch: SearchEngine = {
  withTerms: (groups, max) => placesWithTerms(groups, max),

  withStart: (db, groups, starts, max) => placesWithStart(postgresSearch, db, groups, starts, max),

  async withParts(db, parts, labels, max) {
    const popular = holdingParts(postgresSearch, parts, mostPopular(postgresSearch, labels, max))
    if (!parts.some(isIndexed) || !(await hasPartsIndex(db))) return popular
    // An index of trigrams has no order: of a common part it yields any that hold it, and the popular are looked through.
    const conditions = [...parts.map(isIn), ...labels.map((group) => hasTerm("listing_texts", group))]
    return sql<Place>`with some_places as materialized (
        select place from listing_texts where ${sql.join(conditions, sql` and `)} limit ${max}
      )
      select place from (
        select place from some_places
        union (${popular} and (select count(*) from some_places) = ${max})
      ) found order by place limit ${max}`
  },

  // As an array the places are looked up along the index, in one go; as a subquery each by itself, or the table is read.
  isAt: (places) => sql`place = any (array(${places}))`,

  holds: (text, part) => sql`strpos(${text}, ${part}) > 0`,
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
  }>`select to_regclass('listing_texts_by_parts') is not null as found`.execute(db)
  return rows[0]?.found === true
}

import { type Kysely, type RawBuilder, sql } from "kysely"
import { runPrepared } from "../prepared.ts"
import type { Tables } from "../tables.ts"
import type { Place, SearchEngine, TermGroup } from "./engine.ts"
import { hasStart } from "./texts.ts"

/**
 * Places with a term of every group, in order. The planner knows which terms are common, so it begins with a rare one.
 * A condition is one about `listing_texts`.
 */
export function placesWithTerms(
  groups: readonly TermGroup[],
  max: number,
  condition?: RawBuilder<boolean>,
): RawBuilder<Place> {
  const [first = [], ...others] = groups.toSorted((one, other) => one.length - other.length)
  if (others.length === 0 && first.length > 1 && condition === undefined) {
    return sql`select distinct place from unnest(${first}::text[]) any_of (term) cross join lateral (
        select place from listing_terms where listing_terms.term = any_of.term order by place limit ${max}
      ) best order by place limit ${max}`
  }
  const alone = others.filter((group) => group.length === 1)
  const joins = alone.map(
    (group, at) => sql`join listing_terms ${sql.ref(`with_${at}`)}
      on ${sql.ref(`with_${at}.place`)} = first.place and ${sql.ref(`with_${at}.term`)} = ${group[0]}`,
  )
  if (condition !== undefined) joins.push(sql`join listing_texts on listing_texts.place = first.place`)
  const rest = others.filter((group) => group.length > 1).map((group) => hasTerm("first", group))
  const conditions = condition === undefined ? rest : [...rest, condition]
  const ofTerm = (term: string) => sql`select first.place from listing_terms first ${sql.join(joins, sql` `)}
    where ${sql.join([sql`first.term = ${term}`, ...conditions], sql` and `)} order by first.place limit ${max}`
  if (first.length === 1) return sql`${ofTerm(first[0] ?? "")}`
  const each = sql.join(
    first.map((term) => sql`(${ofTerm(term)})`),
    sql` union `,
  )
  return sql`select place from (${each}) any_of order by place limit ${max}`
}

/** Whether a row of that table has a term of the group. */
export const hasTerm = (table: string, group: TermGroup) => sql<boolean>`exists (select from listing_terms other
  where other.place = ${sql.ref(`${table}.place`)} and other.term in (${sql.join(group)}))`

/** Of so many words that begin alike the most popular listings of each are merged. */
const wordsMax = 20

/** Of more rows of such words it is cheaper to go through the most popular listings until enough have one. */
const rowsMax = 15_000

/**
 * Places with a term of every group and a word that begins with one of the starts. Words that begin alike stand together
 * in the key, but each in an order of its own. So it depends: a few words are merged, a few rows are sorted, and else so
 * many listings have such a word that the most popular ones are soon found.
 */
export async function placesWithStart(
  engine: Pick<SearchEngine, "holds">,
  db: Kysely<Tables>,
  groups: readonly TermGroup[],
  starts: readonly string[],
  max: number,
): Promise<RawBuilder<Place> | undefined> {
  const words = (await Promise.all(starts.map((start) => wordsFrom(db, start)))).flat()
  if (words.every((word) => starts.includes(word))) return undefined
  if (words.length <= wordsMax) return placesWithTerms([...groups, words], max)
  const rows = sql.join(
    starts.map((start) => sql`select place from listing_terms where ${begins(start)}`),
    sql` union all `,
  )
  const hasGroups = groups.map((group) => sql`and ${hasTerm("begun", group)}`)
  const walked = sql<boolean>`(select are_many from begun_rows) and ${hasStart(engine, starts)}`
  const walk =
    groups.length > 0
      ? placesWithTerms(groups, max, walked)
      : sql`select place from listing_texts where ${walked} order by place limit ${max}`
  return sql`with begun_rows as materialized (select exists (select from (${rows}) begun offset ${rowsMax}) as are_many)
    select place from (
      select distinct place from (${rows}) begun where not (select are_many from begun_rows) ${sql.join(hasGroups, sql` `)}
      union all (${walk})
    ) found order by place limit ${max}`
}

/** The words that begin so, or one more than are merged; each is found by a step to where the one before it ends. */
async function wordsFrom(db: Kysely<Tables>, start: string): Promise<string[]> {
  const rows = await runPrepared<{ word: string }>(
    { db },
    sql`with recursive words (word, number) as (
      (select term, 1 from listing_terms where ${begins(start)} order by term limit 1)
      union all
      select (select term from listing_terms where term > word and ${begins(start)} order by term limit 1), number + 1
      from words where word is not null and number <= ${wordsMax}
    ) select word from words where word is not null`,
  )
  return rows.map(({ word }) => word)
}

/** Whether a term begins so, as a range of the key. */
const begins = (start: string) => sql<boolean>`term >= ${start} and term < ${`${start}\u{10FFFF}`}`

import { type RawBuilder, sql } from "kysely"
import type { Labelled, ListingFilter, ListingOrder, Match, Wanted } from "../../../domain/listings/store.ts"
import type { Connection } from "../connection.ts"
import { runPrepared } from "../prepared.ts"
import type { Place, TermGroup } from "./engine.ts"
import { labelGroupsOf } from "./labels.ts"
import { popularityAt } from "./place.ts"
import { holdingParts, holdingStart } from "./texts.ts"

/** Names that begin alike come in the order of the alphabet, so of very many only the first count as such. */
const namesMax = 50

/** The plan that both engines follow; what each does in its own way is the {@link SearchEngine} of its dialect. */
export async function match(
  connection: Connection,
  wanted: Wanted,
  filter: ListingFilter,
  order: ListingOrder,
  max: number,
): Promise<Match[]> {
  const { db, dialect } = connection
  const { search } = dialect
  const labels = labelGroupsOf(filter)
  const found: Match[] = []
  const places = new Set<number>()
  const add = async (query: RawBuilder<Row>, isOfFew: boolean) => {
    const rows = isOfFew ? await runPrepared(connection, query) : (await query.execute(db)).rows
    const fitting = labels.length === 0 ? rows : rows.filter((row) => isLabelled(row, labels))
    for (const row of fitting) {
      if (found.length >= max) break
      if (places.has(row.place)) continue
      places.add(row.place)
      found.push(matchOf(row))
    }
    return fitting.length
  }
  const addAt = (at: RawBuilder<Place>, isOfFew = false) =>
    add(sql`select ${candidate(order)} from listing_search where ${search.isAt(at)} order by place`, isOfFew)
  const names = namesFrom(wanted, order)
  if (names.length > 0) await add(sql`${sql.join(names, sql` union all `)}`, true)
  const last = wanted.words.at(-1)
  if (last !== undefined) {
    const others = [...labels, ...wanted.words.slice(0, -1)]
    // To plan the search for one word takes longer than to find it if it is rare. Of several words it matters which.
    const isOneWord = others.length === 0 && last.length === 1
    const whole = await addAt(search.withTerms([...others, last], max), isOneWord)
    const starts = last.filter(({ length }) => length > 1)
    // The beginning of a word matches more, but to find that out an engine reads all of it; so only where it is needed.
    if (whole < max && starts.length > 0) {
      const few = await allIfFew(connection, others, max)
      const begun =
        few === undefined ? await search.withStart(db, others, starts, max) : holdingStart(search, starts, few)
      if (begun !== undefined) await addAt(begun, isOneWord)
    }
  }
  if (wanted.parts.length > 0 && found.length < max) {
    const few = await allIfFew(connection, labels, max)
    await addAt(
      few === undefined
        ? await search.withParts(db, wanted.parts, labels, max)
        : holdingParts(search, wanted.parts, few),
    )
  }
  return found
}

/**
 * Where all listings with a term of every group stand, if there are few of them: then their texts are looked through,
 * for what is common besides costs either engine as much as if it were asked for alone.
 */
async function allIfFew(
  { db, dialect }: Connection,
  groups: readonly TermGroup[],
  max: number,
): Promise<RawBuilder<Place> | undefined> {
  if (groups.length === 0) return undefined
  const places = dialect.search.withTerms(groups, max)
  const { rows } = await sql<{ count: number }>`select count(*) as count from (${places}) found`.execute(db)
  return rows[0] !== undefined && rows[0].count < max ? places : undefined
}

/** The labels of the most popular published listings that pass the filter. */
export async function listLabels({ db, dialect }: Connection, filter: ListingFilter, max: number): Promise<Labelled[]> {
  const groups = labelGroupsOf(filter)
  const { rows } =
    groups.length > 0
      ? await sql<Labelled>`select place, labels from listing_search
          where ${dialect.search.isAt(dialect.search.withTerms(groups, max))}`.execute(db)
      : await sql<Labelled>`select place, labels from listing_search order by place limit ${max}`.execute(db)
  return rows
}

/** Listings whose slug, name or title begins like this, from ordinary indexes. */
function namesFrom({ nameKey, slugStart }: Wanted, order: ListingOrder): RawBuilder<Row>[] {
  return [
    ...(slugStart.includes("/") ? [beginning("slug", slugStart, order)] : []),
    ...(nameKey === "" ? [] : [beginning("name_key", nameKey, order), beginning("title_key", nameKey, order)]),
  ]
}

const beginning = (column: "slug" | "name_key" | "title_key", start: string, order: ListingOrder) =>
  // SQLite takes the limit of one branch of a union only inside brackets of its own.
  sql<Row>`select * from (
    select ${candidate(order)} from listing_search where ${sql.ref(column)} >= ${start}
      and ${sql.ref(column)} < ${`${start}\u{10FFFF}`} order by ${sql.ref(column)} limit ${namesMax}
  ) named`

/** What a listing is ranked and counted by. */
interface Row {
  readonly place: number
  readonly slug: string
  /** Null where it is the name in the slug, as mostly: a driver that reads cell by cell is slower than the engine. */
  readonly title: string | null
  readonly summary: string
  readonly labels: string
  readonly key: number | string | null
}

const candidate = (order: ListingOrder) =>
  sql`place, slug, nullif(title_key, name_key) as title, summary, labels, ${keys[order]} as key`

/**
 * The key of each order; null where the candidate has it already. Installs are asked for one by one, since PostgreSQL
 * would rather read all listings than look up a thousand for a join.
 */
const keys: Record<ListingOrder, RawBuilder<unknown>> = {
  name: sql`null`,
  popular: sql`(select installs from listing_popularity
    where listing_popularity.listing_id = listing_search.listing_id)`,
  recent: sql`updated_at_ms`,
}

const isLabelled = (row: Row, groups: readonly TermGroup[]): boolean =>
  groups.every((anyOf) => anyOf.some((label) => row.labels.includes(` ${label} `)))

function matchOf({ place, slug, title, summary, labels, key }: Row): Match {
  const titleKey = title ?? slug.slice(slug.indexOf("/") + 1)
  return { place, slug, titleKey, summary, labels, popularity: popularityAt(place), key: key ?? titleKey }
}

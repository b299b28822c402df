import { type RawBuilder, sql } from "kysely"
import type { ListingFilter, ListingOrder, Match, Wanted } from "../../../domain/listings/store.ts"
import type { Connection } from "../connection.ts"
import { type Candidate, candidate, type TermGroup } from "./engine.ts"
import { labelGroupsOf } from "./labels.ts"
import { popularityAt } from "./place.ts"

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
  const labels = labelGroups(filter)
  const found = new Map<string, Match>()
  const add = async (candidates: RawBuilder<Candidate>) => {
    const rows = await read(connection, candidates, order, labels)
    for (const row of rows) if (found.size < max) found.set(row.listingId, row)
    return rows.length
  }
  const names = namesFrom(wanted)
  if (names.length > 0) await add(sql<Candidate>`${sql.join(names, sql` union all `)}`)
  if (wanted.words.length > 0) {
    const words = wanted.words.map((anyOf) => ({ anyOf, isStart: false }))
    const whole = await add(dialect.search.withTerms([...labels, ...words], max))
    const last = words.at(-1)
    // The beginning of a word matches more, but to find that out an engine reads all of it; so only where it is needed.
    if (whole < max && last?.anyOf.some(({ length }) => length > 1)) {
      await add(dialect.search.withTerms([...labels, ...words.slice(0, -1), { ...last, isStart: true }], max))
    }
  }
  if (wanted.parts.length > 0 && found.size < max) {
    await add(await dialect.search.withParts(db, wanted.parts, labels, max))
  }
  return [...found.values()]
}

/** The labels of the most popular published listings that pass the filter. */
export async function listLabels({ db, dialect }: Connection, filter: ListingFilter, max: number): Promise<string[]> {
  const groups = labelGroups(filter)
  const { rows } =
    groups.length > 0
      ? await sql<Labels>`select labels from (${dialect.search.withTerms(groups, max)}) found`.execute(db)
      : await sql<Labels>`select labels from listing_search order by place limit ${max}`.execute(db)
  return rows.map((row) => row.labels)
}

interface Labels {
  readonly labels: string
}

const labelGroups = (filter: ListingFilter): TermGroup[] =>
  labelGroupsOf(filter).map((anyOf) => ({ anyOf, isStart: false }))

/** Listings whose slug, name or title begins like this, from ordinary indexes. */
function namesFrom({ nameKey, slugStart }: Wanted): RawBuilder<Candidate>[] {
  return [
    ...(slugStart.includes("/") ? [beginning("slug", slugStart)] : []),
    ...(nameKey === "" ? [] : [beginning("name_key", nameKey), beginning("title_key", nameKey)]),
  ]
}

const beginning = (column: "slug" | "name_key" | "title_key", start: string) =>
  // SQLite takes the limit of one branch of a union only inside brackets of its own.
  sql<Candidate>`select * from (
    select ${candidate} from listing_search where ${sql.ref(column)} >= ${start}
      and ${sql.ref(column)} < ${`${start}\u{10FFFF}`} order by ${sql.ref(column)} limit ${namesMax}
  ) named`

interface Row extends Candidate {
  readonly key: number | string | null
}

async function read(
  { db }: Connection,
  candidates: RawBuilder<Candidate>,
  order: ListingOrder,
  labels: readonly TermGroup[],
): Promise<Match[]> {
  const { rows } = await sql<Row>`select found.*, ${keys[order]} as key from (${candidates}) found`.execute(db)
  return rows
    .filter((row) => labels.every(({ anyOf }) => anyOf.some((label) => row.labels.includes(` ${label} `))))
    .map(matchOf)
}

/**
 * The key of each order; null where the candidate has it already. Asked one by one, since PostgreSQL would rather read
 * all listings than look up a thousand for a join.
 */
const keys: Record<ListingOrder, RawBuilder<unknown>> = {
  name: sql`null`,
  popular: sql`(select installs from listing_popularity where listing_popularity.listing_id = found.listing_id)`,
  recent: sql`(select updated_at_ms from listings where listings.listing_id = found.listing_id)`,
}

const matchOf = (row: Row): Match => ({
  listingId: row.listing_id,
  slug: row.slug,
  titleKey: row.title_key,
  summary: row.summary,
  labels: row.labels,
  popularity: popularityAt(row.place),
  key: row.key ?? row.title_key,
})

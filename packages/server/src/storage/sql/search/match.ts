import { type RawBuilder, sql } from "kysely"
import type { ListingFilter, ListingOrder, Match, Wanted } from "../../../domain/listings/store.ts"
import type { Connection } from "../connection.ts"
import type { Places, TermGroup } from "./engine.ts"
import { labelGroupsOf, labelsIn } from "./labels.ts"
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
  const add = async (places: RawBuilder<Places>) => {
    const rows = await read(connection, places, order, labels)
    for (const row of rows) if (found.size < max) found.set(row.listingId, row)
    return rows.length
  }
  for (const names of namesFrom(wanted)) await add(names)
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
export async function listLabels({ db, dialect }: Connection, filter: ListingFilter, max: number): Promise<string[][]> {
  const groups = labelGroups(filter)
  const places =
    groups.length > 0
      ? dialect.search.withTerms(groups, max)
      : sql<Places>`select place from listing_search order by place limit ${max}`
  const { rows } = await sql<{ labels: string }>`
    select labels from (${places}) found join listing_search using (place)`.execute(db)
  return rows.map((row) => labelsIn(row.labels))
}

const labelGroups = (filter: ListingFilter): TermGroup[] =>
  labelGroupsOf(filter).map((anyOf) => ({ anyOf, isStart: false }))

/** Listings whose slug, name or title begins like this, from ordinary indexes. */
function namesFrom({ nameKey, slugStart }: Wanted): RawBuilder<Places>[] {
  return [
    ...(slugStart.includes("/") ? [beginning("slug", slugStart)] : []),
    ...(nameKey === "" ? [] : [beginning("name_key", nameKey), beginning("title_key", nameKey)]),
  ]
}

const beginning = (column: "slug" | "name_key" | "title_key", start: string) =>
  sql<Places>`select place from listing_search where ${sql.ref(column)} >= ${start}
    and ${sql.ref(column)} < ${`${start}\u{10FFFF}`} order by ${sql.ref(column)} limit ${namesMax}`

interface Row {
  readonly place: number
  readonly listing_id: string
  readonly slug: string
  readonly title_key: string
  readonly summary: string
  readonly labels: string
  readonly key: number | string
}

async function read(
  { db }: Connection,
  places: RawBuilder<Places>,
  order: ListingOrder,
  labels: readonly TermGroup[],
): Promise<Match[]> {
  const { key, join } = keys[order]
  const { rows } = await sql<Row>`
    select place, listing_search.listing_id, slug, title_key, listing_search.summary, labels, ${key} as key
    from (${places}) found join listing_search using (place) ${join}`.execute(db)
  return rows
    .filter((row) => labels.every(({ anyOf }) => anyOf.some((label) => row.labels.includes(` ${label} `))))
    .map(matchOf)
}

/** Where the key of each order stands. */
const keys: Record<ListingOrder, { key: RawBuilder<unknown>; join: RawBuilder<unknown> }> = {
  name: { key: sql`title_key`, join: sql`` },
  popular: { key: sql`installs`, join: sql`join listing_popularity using (listing_id)` },
  recent: { key: sql`updated_at_ms`, join: sql`join listings using (listing_id)` },
}

const matchOf = (row: Row): Match => ({
  listingId: row.listing_id,
  slug: row.slug,
  titleKey: row.title_key,
  summary: row.summary,
  labels: labelsIn(row.labels),
  popularity: popularityAt(row.place),
  key: row.key,
})

import { type RawBuilder, sql } from "kysely"
import type { Listing } from "../../../domain/listings/listing.ts"
import type { ListingFilter, ListingOrder, ListingReads } from "../../../domain/listings/store.ts"
import type { Connection } from "../connection.ts"
import { listingOf, listingRows } from "../listing-row.ts"

type PageOf = Parameters<ListingReads["listPublished"]>[2]

/** Reads along an index of the order; a row-value seek enters it where the page begins, so no page costs more. */
export async function listPublished(
  connection: Connection,
  filter: ListingFilter,
  order: ListingOrder,
  page: PageOf,
): Promise<Listing[]> {
  const conditions = sql.join([sql`status = 'published'`, ...conditionsOf(filter)], sql` and `)
  const { rows } = await pageIn(order, conditions, isNarrow(filter), page).execute(connection.db)
  return await inThatOrder(connection, rows)
}

/** The published listings at these places of the search, in that order. */
export async function findAt({ db }: Connection, places: readonly number[]): Promise<Listing[]> {
  if (places.length === 0) return []
  const rows = await listingRows(db)
    .innerJoin("listing_search", "listing_search.listing_id", "listings.listing_id")
    .select("place")
    .where("place", "in", places)
    .execute()
  const byPlace = new Map(rows.map((row) => [row.place, listingOf(row)]))
  return publishedAt(places, byPlace)
}

async function inThatOrder({ db }: Connection, found: readonly { listing_id: string }[]): Promise<Listing[]> {
  if (found.length === 0) return []
  const ids = found.map((row) => row.listing_id)
  const rows = await listingRows(db).where("listing_id", "in", ids).execute()
  return publishedAt(ids, new Map(rows.map((row) => [row.listing_id, listingOf(row)])))
}

/** The status is looked at here, for SQLite would rather walk its index of all that are published. */
const publishedAt = <Key>(keys: readonly Key[], listings: ReadonlyMap<Key, Listing>): Listing[] =>
  keys.flatMap((each) => listings.get(each) ?? []).filter(({ status }) => status === "published")

function pageIn(
  order: ListingOrder,
  conditions: RawBuilder<unknown>,
  narrow: boolean,
  { after, limit }: PageOf,
): RawBuilder<{ listing_id: string }> {
  // SQLite walks a cross join in the order it is written: along the index of the order, which ends with the page.
  // Where few listings pass the filter it had better begin with those.
  const join = narrow ? sql`join` : sql`cross join`
  const on = (table: string) =>
    narrow
      ? sql`on listings.listing_id = ${sql.ref(`${table}.listing_id`)} where true`
      : sql`where listings.listing_id = ${sql.ref(`${table}.listing_id`)}`
  if (order === "recent") {
    return sql`select listing_id from listings where ${conditions}
      ${after === undefined ? sql`` : sql`and (updated_at_ms, listing_id) < (${after.key}, ${after.id})`}
      order by updated_at_ms desc, listing_id desc limit ${limit}`
  }
  if (order === "popular") {
    return sql`select ranked.listing_id from listing_popularity ranked ${join} listings ${on("ranked")} and ${conditions}
      ${after === undefined ? sql`` : sql`and (installs, ranked.listing_id) < (${after.key}, ${after.id})`}
      order by installs desc, ranked.listing_id desc limit ${limit}`
  }
  return sql`select named.listing_id from listing_search named ${join} listings ${on("named")} and ${conditions}
    ${after === undefined ? sql`` : sql`and (title_key, named.listing_id) > (${after.key}, ${after.id})`}
    order by title_key, named.listing_id limit ${limit}`
}

const isNarrow = ({ handle, tag, category }: ListingFilter): boolean =>
  handle !== undefined || tag !== undefined || category !== undefined

function conditionsOf({ assetKinds, handle, tag, category }: ListingFilter): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = []
  if (assetKinds !== undefined) conditions.push(sql`asset_kind in (${sql.join(assetKinds)})`)
  if (handle !== undefined) {
    // Asked this way, the rows come out of the publisher's own index in order; through a join they would be sorted.
    conditions.push(sql`listings.publisher_id = (select publisher_id from publishers where handle = ${handle})`)
  }
  if (tag !== undefined) {
    conditions.push(sql`listings.listing_id in (select listing_id from listing_tags where tag = ${tag})`)
  }
  if (category !== undefined) {
    conditions.push(
      sql`listings.listing_id in (select listing_id from listing_categories where category = ${category})`,
    )
  }
  return conditions
}

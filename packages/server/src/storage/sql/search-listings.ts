import { sql } from "kysely"
import { type Listing, slugOf } from "../../domain/listings/listing.ts"
import type { ListingFilter } from "../../domain/listings/store.ts"
import type { SeekPage } from "../../domain/paging/seek.ts"
import type { Connection } from "./connection.ts"
import { listingOf, listingRows } from "./listing-row.ts"
import { isAfter, pageValues } from "./newest-first.ts"

/** Published listings that pass the filter, newest first. */
export async function searchListings({ db }: Connection, filter: ListingFilter, page: SeekPage): Promise<Listing[]> {
  const { words, assetKind, handle, tag, category } = filter
  // No stored text holds a NUL, and PostgreSQL refuses to be asked about one.
  if (words.some((word) => word.includes("\0"))) return []
  let query = listingRows(db).where("status", "=", "published")
  for (const word of words) query = query.where(contains("search_text", word))
  if (assetKind !== undefined) query = query.where("asset_kind", "=", assetKind)
  if (handle !== undefined) {
    // Asked this way, the rows come out of the publisher's own index in order; through the join they would be sorted.
    const publisher = db.selectFrom("publishers").select("publisher_id").where("handle", "=", handle)
    query = query.where("listings.publisher_id", "=", publisher)
  }
  if (tag !== undefined) {
    query = query.where("listing_id", "in", db.selectFrom("listing_tags").select("listing_id").where("tag", "=", tag))
  }
  if (category !== undefined) {
    const inCategory = db.selectFrom("listing_categories").select("listing_id").where("category", "=", category)
    query = query.where("listing_id", "in", inCategory)
  }
  const rows = await query
    .where(isAfter(["updated_at_ms", "listing_id"], pageValues(page)))
    .orderBy("updated_at_ms", "desc")
    .orderBy("listing_id", "desc")
    .limit(page.limit)
    .execute()
  return rows.map(listingOf)
}

/** What a search looks through. The line breaks keep a word from matching across two fields. */
export const searchTextOf = (listing: Listing): string =>
  [slugOf(listing), listing.name, listing.summary, ...listing.tags, listing.description].join("\n").toLowerCase()

/** A word stands for itself: what LIKE reads as a wildcard is escaped. */
const contains = (column: string, word: string) =>
  sql<boolean>`${sql.ref(column)} like ${`%${word.replaceAll(/[!%_]/g, "!$&")}%`} escape '!'`

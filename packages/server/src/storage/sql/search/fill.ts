import type { Connection } from "../connection.ts"
import { indexListing } from "./index-listing.ts"

/** Indexes the published listings that an older index does not hold. Reads only columns that were there before it. */
export async function fillSearch(connection: Connection): Promise<void> {
  const batch = 500
  for (let after = ""; ;) {
    const rows = await connection.db
      .selectFrom("listings")
      .innerJoin("publishers", "publishers.publisher_id", "listings.publisher_id")
      .select(["listing_id", "handle", "slug_name", "asset_kind", "status", "name", "summary"])
      .select(["listings.description", "tags", "categories", "updated_at_ms"])
      .where("status", "=", "published")
      .where("listing_id", ">", after)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("listing_search")
              .select("place")
              .whereRef("listing_search.listing_id", "=", "listings.listing_id"),
          ),
        ),
      )
      .orderBy("listing_id")
      .limit(batch)
      .execute()
    for (const row of rows) {
      await indexListing(connection, {
        listingId: row.listing_id,
        publisher: { handle: row.handle },
        slugName: row.slug_name,
        assetKind: row.asset_kind,
        status: row.status,
        name: row.name,
        summary: row.summary,
        description: row.description,
        tags: JSON.parse(row.tags),
        categories: JSON.parse(row.categories),
        updatedAtMs: row.updated_at_ms,
      })
    }
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.listing_id
  }
}

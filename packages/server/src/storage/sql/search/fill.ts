import type { Connection } from "../connection.ts"
import { indexListing } from "./index-listing.ts"

/** Indexes the published listings there are when the index is made. Reads only columns that were there before it. */
export async function fillSearch(connection: Connection): Promise<void> {
  const batch = 500
  for (let after = ""; ;) {
    const rows = await connection.db
      .selectFrom("listings")
      .innerJoin("publishers", "publishers.publisher_id", "listings.publisher_id")
      .select(["listing_id", "handle", "slug_name", "asset_kind", "status", "name", "summary"])
      .select(["listings.description", "tags", "categories"])
      .where("status", "=", "published")
      .where("listing_id", ">", after)
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
      })
    }
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.listing_id
  }
}

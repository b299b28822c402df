import type { Listing } from "../../domain/listings/listing.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"

const removeTags = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db.deleteFrom("listing_tags").where("listing_id", "=", listingId),
)

const removeCategories = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db.deleteFrom("listing_categories").where("listing_id", "=", listingId),
)

/** Writes a listing's tags and categories once more, one to a row, where an index finds them. */
export async function labelListing(connection: Connection, listing: Listing): Promise<void> {
  const { listingId } = listing
  await removeTags(connection, { listingId })
  await removeCategories(connection, { listingId })
  const tags = listing.tags.map((tag) => ({ listing_id: listingId, tag }))
  const categories = listing.categories.map((category) => ({ listing_id: listingId, category }))
  if (tags.length > 0) await connection.db.insertInto("listing_tags").values(tags).execute()
  if (categories.length > 0) await connection.db.insertInto("listing_categories").values(categories).execute()
}

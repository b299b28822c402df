import type { Connection } from "./connection.ts"
import { detachImages } from "./images.ts"

/** Everything that hangs on a listing, before the listing itself. */
const dependents = ["former_slugs", "listing_tags", "listing_categories", "releases"] as const

/** Removes a listing that was never public; for any other the database refuses it. */
export async function removeListing(connection: Connection, listingId: string): Promise<void> {
  const { db } = connection
  await detachImages(connection, listingId)
  for (const table of dependents) await db.deleteFrom(table).where("listing_id", "=", listingId).execute()
  await db.deleteFrom("listings").where("listing_id", "=", listingId).execute()
}

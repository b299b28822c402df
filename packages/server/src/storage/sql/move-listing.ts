import { type Listing } from "../../domain/listings/listing.ts"
import type { Connection } from "./connection.ts"
import { listingOf, listingRows } from "./listing-row.ts"
import { prepared, type Slots } from "./prepared.ts"
import { indexListing } from "./search/index-listing.ts"

interface Slug {
  readonly publisherId: string
  readonly slugName: string
}

const byFormerSlug = prepared((db, { handle, slugName }: Slots<{ handle: string; slugName: string }>) => {
  const moved = db
    .selectFrom("former_slugs")
    .innerJoin("publishers as former", "former.publisher_id", "former_slugs.publisher_id")
    .select("former_slugs.listing_id")
    .where("former.handle", "=", handle)
    .where("former_slugs.slug_name", "=", slugName)
  return listingRows(db).where("listing_id", "=", moved)
})

const formerSlug = prepared((db, { publisherId, slugName }: Slots<Slug>) =>
  db
    .selectFrom("former_slugs")
    .select("listing_id")
    .where("publisher_id", "=", publisherId)
    .where("slug_name", "=", slugName),
)

const currentSlug = prepared((db, { publisherId, slugName }: Slots<Slug>) =>
  db
    .selectFrom("listings")
    .select("listing_id")
    .where("publisher_id", "=", publisherId)
    .where("slug_name", "=", slugName),
)

const freeSlug = prepared((db, { publisherId, slugName }: Slots<Slug>) =>
  db.deleteFrom("former_slugs").where("publisher_id", "=", publisherId).where("slug_name", "=", slugName),
)

/** The listing that left this address. */
export async function findByFormerSlug(
  connection: Connection,
  handle: string,
  slugName: string,
): Promise<Listing | undefined> {
  const [row] = (await byFormerSlug(connection, { handle, slugName })).rows
  return row && listingOf(row)
}

/** Whether a listing left this address. */
export const isFormerSlug = async (connection: Connection, publisherId: string, slugName: string): Promise<boolean> =>
  (await formerSlug(connection, { publisherId, slugName })).rows.length > 0

/** Moves a locked listing to the publisher it now names, unless the slug is or was another one's there. */
export async function moveListing(connection: Connection, listing: Listing, from: Listing): Promise<boolean> {
  const { listingId, slugName } = listing
  const there = { publisherId: listing.publisher.publisherId, slugName }
  if ((await currentSlug(connection, there)).rows.length > 0) return false
  const [former] = (await formerSlug(connection, there)).rows
  if (former !== undefined && former.listing_id !== listingId) return false
  // A listing that returns to an address it once had stands there again.
  await freeSlug(connection, there)
  await connection.db
    .updateTable("listings")
    .set({ publisher_id: there.publisherId })
    .set({ row_version: listing.rowVersion, updated_at_ms: listing.updatedAtMs })
    .where("listing_id", "=", listingId)
    .execute()
  await connection.db
    .insertInto("former_slugs")
    .values({
      publisher_id: from.publisher.publisherId,
      slug_name: slugName,
      listing_id: listingId,
      moved_at_ms: listing.updatedAtMs,
    })
    .execute()
  await indexListing(connection, listing)
  return true
}

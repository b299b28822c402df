import type { Selectable } from "kysely"
import type { Listing } from "../../domain/listings/listing.ts"
import type { ListingReads, ListingStore } from "../../domain/listings/store.ts"
import type { Connection } from "./connection.ts"
import { labelListing } from "./label-listing.ts"
import { listingOf, listingRows } from "./listing-row.ts"
import { isAfter, pageValues, type PageValues } from "./newest-first.ts"
import { prepared, type Slots } from "./prepared.ts"
import { searchListings, searchTextOf } from "./search-listings.ts"
import type { Tables } from "./tables.ts"

const byId = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  listingRows(db).where("listing_id", "=", listingId),
)

const bySlug = prepared((db, { handle, slugName }: Slots<{ handle: string; slugName: string }>) =>
  listingRows(db).where("handle", "=", handle).where("slug_name", "=", slugName),
)

const ofMember = prepared((db, { userId, ...page }: Slots<{ userId: string } & PageValues>) =>
  listingRows(db)
    .innerJoin("publisher_members", "publisher_members.publisher_id", "publishers.publisher_id")
    .where("user_id", "=", userId)
    .where(isAfter(["updated_at_ms", "listing_id"], page))
    .orderBy("updated_at_ms", "desc")
    .orderBy("listing_id", "desc")
    .limit(page.limit),
)

const insert = prepared((db, row: Slots<Selectable<Tables["listings"]>>) =>
  db
    .insertInto("listings")
    .values(row)
    .onConflict((conflict) => conflict.columns(["publisher_id", "slug_name"]).doNothing()),
)

const lock = prepared((db, { handle, slugName }: Slots<{ handle: string; slugName: string }>) =>
  db
    .selectFrom("listings")
    .innerJoin("publishers", "publishers.publisher_id", "listings.publisher_id")
    .select("listing_id")
    .where("handle", "=", handle)
    .where("slug_name", "=", slugName)
    .forNoKeyUpdate("listings"),
)

type Change = ReturnType<typeof changingColumns> & { listingId: string; expectedRowVersion: number }

const update = prepared((db, { listingId, expectedRowVersion, ...columns }: Slots<Change>) =>
  db
    .updateTable("listings")
    .set(columns)
    .where("listing_id", "=", listingId)
    .where("row_version", "=", expectedRowVersion),
)

export const listingReads = (connection: Connection): ListingReads => ({
  async findById(listingId) {
    const [row] = (await byId(connection, { listingId })).rows
    return row && listingOf(row)
  },

  async findBySlug(handle, slugName) {
    const [row] = (await bySlug(connection, { handle, slugName })).rows
    return row && listingOf(row)
  },

  search: (filter, page) => searchListings(connection, filter, page),

  async listOfMember(userId, page) {
    const { rows } = await ofMember(connection, { userId, ...pageValues(page) })
    return rows.map(listingOf)
  },
})

export const listingStore = (connection: Connection): ListingStore => {
  const reads = listingReads(connection)
  return {
    ...reads,

    async insert(listing) {
      const { numAffectedRows } = await insert(connection, { ...fixedColumns(listing), ...changingColumns(listing) })
      if (numAffectedRows !== 1n) return false
      await labelListing(connection, listing)
      return true
    },

    async lockBySlug(handle, slugName) {
      if (connection.dialect.locksRows) await lock(connection, { handle, slugName })
      return await reads.findBySlug(handle, slugName)
    },

    async update(listing, expectedRowVersion) {
      const change = { ...changingColumns(listing), listingId: listing.listingId, expectedRowVersion }
      if ((await update(connection, change)).numAffectedRows !== 1n) return false
      await labelListing(connection, listing)
      return true
    },
  }
}

const fixedColumns = (listing: Listing) => ({
  listing_id: listing.listingId,
  publisher_id: listing.publisher.publisherId,
  slug_name: listing.slugName,
  asset_kind: listing.assetKind,
  created_at_ms: listing.createdAtMs,
})

const changingColumns = (listing: Listing) => ({
  status: listing.status,
  name: listing.name,
  summary: listing.summary,
  description: listing.description,
  tags: JSON.stringify(listing.tags),
  categories: JSON.stringify(listing.categories),
  docs_url: listing.docsUrl,
  repo_url: listing.repoUrl,
  latest_release_id: listing.latestReleaseId,
  latest_version: listing.latestVersion,
  row_version: listing.rowVersion,
  updated_at_ms: listing.updatedAtMs,
  search_text: searchTextOf(listing),
})

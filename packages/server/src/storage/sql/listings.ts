import type { Selectable } from "kysely"
import type { Listing } from "../../domain/listings/listing.ts"
import type { ListingReads, ListingStore } from "../../domain/listings/store.ts"
import type { Connection } from "./connection.ts"
import { labelListing } from "./label-listing.ts"
import { findByFormerSlug, isFormerSlug, moveListing } from "./move-listing.ts"
import { listingOf, listingRows } from "./listing-row.ts"
import { isAfter, pageValues, type PageValues } from "./newest-first.ts"
import { prepared, type Slots } from "./prepared.ts"
import { removeListing } from "./remove-listing.ts"
import { countInstall } from "./search/count-install.ts"
import { indexListing, rankListing } from "./search/index-listing.ts"
import { listPublished } from "./search/list-published.ts"
import { searchReads } from "./search/reads.ts"
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

const holdByName = prepared((db, { handle, slugName }: Slots<{ handle: string; slugName: string }>) =>
  db
    .selectFrom("listings")
    .innerJoin("publishers", "publishers.publisher_id", "listings.publisher_id")
    .select("listing_id")
    .where("handle", "=", handle)
    .where("slug_name", "=", slugName)
    .forShare("listings"),
)

const holdById = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db.selectFrom("listings").select("listing_id").where("listing_id", "=", listingId).forShare(),
)

const lockAll = prepared((db, { publisherId }: Slots<{ publisherId: string }>) =>
  db
    .selectFrom("listings")
    .select("listing_id")
    .where("publisher_id", "=", publisherId)
    .orderBy("listing_id")
    .forNoKeyUpdate(),
)

const publicOf = prepared((db, { publisherId, limit }: Slots<{ publisherId: string; limit: number }>) =>
  listingRows(db)
    .where("listings.publisher_id", "=", publisherId)
    .where("status", "in", ["published", "unlisted"])
    .orderBy("listing_id")
    .limit(limit),
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

  findByFormerSlug: (handle, slugName) => findByFormerSlug(connection, handle, slugName),

  ...searchReads(connection),
  listPublished: (filter, order, page) => listPublished(connection, filter, order, page),

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
      // Only now, for the insert may have waited for the very transfer that took the name.
      const { publisher, slugName, listingId } = listing
      if (await isFormerSlug(connection, publisher.publisherId, slugName)) {
        await removeListing(connection, listingId)
        return false
      }
      await labelListing(connection, listing)
      await rankListing(connection, listingId)
      await indexListing(connection, listing)
      return true
    },

    async lockBySlug(handle, slugName) {
      if (connection.dialect.locksRows) await lock(connection, { handle, slugName })
      return await reads.findBySlug(handle, slugName)
    },

    async hold(listingId) {
      if (connection.dialect.locksRows) await holdById(connection, { listingId })
      return await reads.findById(listingId)
    },

    async holdBySlug(handle, slugName) {
      if (connection.dialect.locksRows) await holdByName(connection, { handle, slugName })
      return await reads.findBySlug(handle, slugName)
    },

    async lockAllOf(publisherId) {
      if (connection.dialect.locksRows) await lockAll(connection, { publisherId })
    },

    async listPublicOf(publisherId, limit) {
      return (await publicOf(connection, { publisherId, limit })).rows.map(listingOf)
    },

    async update(listing, expectedRowVersion) {
      const change = { ...changingColumns(listing), listingId: listing.listingId, expectedRowVersion }
      if ((await update(connection, change)).numAffectedRows !== 1n) return false
      await labelListing(connection, listing)
      await indexListing(connection, listing)
      return true
    },

    countInstall: (install) => countInstall(connection, install),
    move: (listing, from) => moveListing(connection, listing, from),
    remove: (listingId) => removeListing(connection, listingId),
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
  images: JSON.stringify(listing.images),
  latest_release_id: listing.latestReleaseId,
  latest_version: listing.latestVersion,
  first_published_at_ms: listing.firstPublishedAtMs,
  deprecation_message: listing.deprecation?.message ?? null,
  deprecation_successor: listing.deprecation?.successor ?? null,
  deprecated_at_ms: listing.deprecation?.atMs ?? null,
  row_version: listing.rowVersion,
  updated_at_ms: listing.updatedAtMs,
})

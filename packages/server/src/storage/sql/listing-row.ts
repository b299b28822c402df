import { type Expression, type InferResult, type Kysely, sql } from "kysely"
import type { Deprecation, Listing } from "../../domain/listings/listing.ts"
import type { Tables } from "./tables.ts"

/** Listings with the publisher each belongs to, in one query. */
export const listingRows = (db: Kysely<Tables>) =>
  db
    .selectFrom("listings")
    .innerJoin("publishers", "publishers.publisher_id", "listings.publisher_id")
    .select(["publishers.publisher_id", "handle", "display_name", "verified_at_ms"])
    .select(["publishers.created_at_ms as publisher_created_at_ms"])
    .select(["verification_method", "publishers.locked_at_ms", "publishers.lock_reason"])
    .select([
      "listings.listing_id",
      "slug_name",
      "asset_kind",
      "status",
      "name",
      "listings.summary",
      "listings.description",
      "tags",
      "categories",
    ])
    .select(["docs_url", "repo_url", "images", "latest_release_id", "latest_version", "listings.row_version"])
    .select(["first_published_at_ms", "deprecation_message", "deprecation_successor", "deprecated_at_ms"])
    .select(["listings.created_at_ms", "listings.updated_at_ms"])
    .select((eb) => installsOf(eb.ref("listings.listing_id")).as("installs"))

/** Every listing has a row that counts its installs. */
const installsOf = (listingId: Expression<string>) =>
  sql<number>`(select installs from listing_popularity where listing_popularity.listing_id = ${listingId})`

type ListingRow = InferResult<ReturnType<typeof listingRows>>[number]

export const listingOf = (row: ListingRow): Listing => ({
  listingId: row.listing_id,
  publisher: {
    publisherId: row.publisher_id,
    handle: row.handle,
    displayName: row.display_name,
    verifiedAtMs: row.verified_at_ms,
    verificationMethod: row.verification_method,
    lockedAtMs: row.locked_at_ms,
    lockReason: row.lock_reason,
    createdAtMs: row.publisher_created_at_ms,
  },
  slugName: row.slug_name,
  assetKind: row.asset_kind,
  status: row.status,
  name: row.name,
  summary: row.summary,
  description: row.description,
  tags: JSON.parse(row.tags),
  categories: JSON.parse(row.categories),
  docsUrl: row.docs_url,
  repoUrl: row.repo_url,
  images: JSON.parse(row.images),
  latestReleaseId: row.latest_release_id,
  latestVersion: row.latest_version,
  firstPublishedAtMs: row.first_published_at_ms,
  deprecation: deprecationOf(row),
  rowVersion: row.row_version,
  installs: row.installs,
  createdAtMs: row.created_at_ms,
  updatedAtMs: row.updated_at_ms,
})

/** Message and moment are set together: the table allows nothing else. */
const deprecationOf = (row: ListingRow): Deprecation | null =>
  row.deprecation_message === null || row.deprecated_at_ms === null
    ? null
    : { message: row.deprecation_message, successor: row.deprecation_successor, atMs: row.deprecated_at_ms }

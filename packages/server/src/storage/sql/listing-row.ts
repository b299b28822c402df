import type { InferResult, Kysely } from "kysely"
import type { Listing } from "../../domain/listings/listing.ts"
import type { Tables } from "./tables.ts"

/** Listings with the publisher each belongs to, in one query. */
export const listingRows = (db: Kysely<Tables>) =>
  db
    .selectFrom("listings")
    .innerJoin("publishers", "publishers.publisher_id", "listings.publisher_id")
    .select(["publishers.publisher_id", "handle", "display_name", "verified_at_ms"])
    .select(["publishers.created_at_ms as publisher_created_at_ms"])
    .select(["listing_id", "slug_name", "asset_kind", "status", "name", "summary", "description", "tags", "categories"])
    .select(["docs_url", "repo_url", "latest_release_id", "latest_version", "row_version"])
    .select(["listings.created_at_ms", "updated_at_ms"])

type ListingRow = InferResult<ReturnType<typeof listingRows>>[number]

export const listingOf = (row: ListingRow): Listing => ({
  listingId: row.listing_id,
  publisher: {
    publisherId: row.publisher_id,
    handle: row.handle,
    displayName: row.display_name,
    verifiedAtMs: row.verified_at_ms,
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
  latestReleaseId: row.latest_release_id,
  latestVersion: row.latest_version,
  rowVersion: row.row_version,
  createdAtMs: row.created_at_ms,
  updatedAtMs: row.updated_at_ms,
})

import type { Kysely, Selectable } from "kysely"
import type { KnownTrustedPublisher, TrustedPublisher } from "../../domain/trusted-publishing/trusted-publisher.ts"
import type { Tables } from "./tables.ts"

export type TrustedPublisherRow = Selectable<Tables["trusted_publishers"]>

const columns = [
  "trusted_publishers.trusted_publisher_id",
  "trusted_publishers.publisher_id",
  "trusted_publishers.slug_name",
  "provider",
  "issuer",
  "repository",
  "owner_id",
  "repository_id",
  "workflow",
  "environment",
  "ref_pattern",
  "events",
  "allow_reusable",
  "unpinned_environment",
  "trusted_publishers.created_by",
  "trusted_publishers.created_at_ms",
  "last_used_at_ms",
] as const

/** Trusted publishers, oldest first, with their publisher's handle and the listing that may be there. */
export const knownRows = (db: Kysely<Tables>) =>
  db
    .selectFrom("trusted_publishers")
    .innerJoin("publishers", "publishers.publisher_id", "trusted_publishers.publisher_id")
    .leftJoin("listings", (join) =>
      join
        .onRef("listings.publisher_id", "=", "trusted_publishers.publisher_id")
        .onRef("listings.slug_name", "=", "trusted_publishers.slug_name"),
    )
    .select([...columns, "handle", "listings.listing_id"])
    .orderBy("trusted_publishers.created_at_ms")
    .orderBy("trusted_publishers.trusted_publisher_id")

export const known = (
  row: TrustedPublisherRow & { handle: string; listing_id: string | null },
): KnownTrustedPublisher => ({
  trustedPublisherId: row.trusted_publisher_id,
  publisherId: row.publisher_id,
  slugName: row.slug_name,
  provider: row.provider,
  issuer: row.issuer,
  repository: row.repository,
  ownerId: row.owner_id,
  repositoryId: row.repository_id,
  workflow: row.workflow,
  environment: row.environment,
  refPattern: row.ref_pattern,
  events: JSON.parse(row.events),
  allowReusable: row.allow_reusable === 1,
  unpinnedEnvironment: row.unpinned_environment,
  createdBy: row.created_by,
  createdAtMs: row.created_at_ms,
  lastUsedAtMs: row.last_used_at_ms,
  slug: `${row.handle}/${row.slug_name}`,
  isPending: row.listing_id === null,
})

export const rowOf = (trusted: TrustedPublisher): TrustedPublisherRow => ({
  trusted_publisher_id: trusted.trustedPublisherId,
  publisher_id: trusted.publisherId,
  slug_name: trusted.slugName,
  provider: trusted.provider,
  issuer: trusted.issuer,
  repository: trusted.repository,
  owner_id: trusted.ownerId,
  repository_id: trusted.repositoryId,
  workflow: trusted.workflow,
  environment: trusted.environment,
  ref_pattern: trusted.refPattern,
  events: JSON.stringify(trusted.events),
  allow_reusable: trusted.allowReusable ? 1 : 0,
  unpinned_environment: trusted.unpinnedEnvironment,
  created_by: trusted.createdBy,
  created_at_ms: trusted.createdAtMs,
  last_used_at_ms: trusted.lastUsedAtMs,
})

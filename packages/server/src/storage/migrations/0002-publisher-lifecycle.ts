import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/**
 * Profiles and look-alike handles of publishers; deprecation, transfer and the removal of drafts nobody ever saw;
 * the revocation of releases.
 */
export const publisherLifecycle: Migration = {
  number: 2,
  name: "publisher_lifecycle",
  statements: (ddl) => [...publishers(ddl), ...listings(ddl), ...transfers(ddl), ...revocations(ddl)],
}

/** A handle claimed while look-alikes were still allowed stays: the older one has the skeleton, the younger has none. */
const publishers = ({ text }: Ddl) => [
  `alter table publishers add column skeleton ${text}`,
  `alter table publishers add column description ${text}`,
  `alter table publishers add column homepage_url ${text}`,
  "alter table publishers add column row_version integer not null default 1 check (row_version > 0)",
  `update publishers set skeleton = ${skeletonOf("handle")}`,
  `update publishers set skeleton = null where exists (
    select 1 from publishers older where older.skeleton = publishers.skeleton
      and (older.created_at_ms, older.publisher_id) < (publishers.created_at_ms, publishers.publisher_id)
  )`,
  "create unique index publishers_by_skeleton on publishers (skeleton)",
  "create index publisher_members_of_publisher on publisher_members (publisher_id, added_at_ms, user_id)",
]

/** The fold of `domain/publishers/skeleton.ts` as it was when this migration was written. */
const skeletonOf = (column: string): string =>
  [
    ["-", ""],
    ["rn", "m"],
    ["vv", "w"],
    ["0", "o"],
    ["1", "l"],
    ["i", "l"],
  ].reduce((folded, [from, to]) => `replace(${folded}, '${from}', '${to}')`, column)

/** Once a listing has been public, the moment stays, and so does the listing. */
const listings = ({ text, ms, refuseUpdate, refuseDelete }: Ddl) => [
  `alter table listings add column first_published_at_ms ${ms}`,
  `alter table listings add column deprecation_message ${text}`,
  `alter table listings add column deprecation_successor ${text}
    check (deprecation_successor is null or deprecation_message is not null)`,
  `alter table listings add column deprecated_at_ms ${ms}
    check ((deprecated_at_ms is null) = (deprecation_message is null))`,
  `update listings set first_published_at_ms = coalesce(
    (select min(at_ms) from audit_log where subject_id = listing_id and action = 'listing.status_changed'),
    case when status <> 'draft' then updated_at_ms end
  )`,
  refuseUpdate({
    name: "listings_keep_first_publication",
    table: "listings",
    columns: "first_published_at_ms",
    when: "old.first_published_at_ms is not null and new.first_published_at_ms is null",
    message: "A listing that was public once stays one that was.",
  }),
  refuseUpdate({
    name: "listings_have_first_publication",
    table: "listings",
    columns: "status, first_published_at_ms",
    when: "new.status in ('published', 'unlisted') and new.first_published_at_ms is null",
    message: "A listing becomes public with the moment of its first publication.",
  }),
  ...refuseDelete({
    name: "listings_stay_once_public",
    table: "listings",
    unless: "old.status = 'draft' and old.first_published_at_ms is null",
    message: "A listing that was public is never removed.",
  }),
]

/** The address a listing had before it moved to another publisher: taken for good, and a pointer to where it went. */
const transfers = ({ text, ms, strict }: Ddl) => [
  `create table former_slugs (
    publisher_id ${text} not null references publishers,
    slug_name ${text} not null,
    listing_id ${text} not null references listings,
    moved_at_ms ${ms} not null,
    primary key (publisher_id, slug_name)
  ) ${strict}`,
  "create index former_slugs_of_listing on former_slugs (listing_id)",
]

const revocations = ({ text, refuseUpdate, refuseDelete, dropTrigger }: Ddl) => [
  `alter table releases add column revocation_reason ${text}
    check (revocation_reason is null or status = 'revoked')`,
  `alter table releases add column revocation_note ${text}
    check (revocation_note is null or revocation_reason is not null)`,
  "update releases set revocation_reason = 'other' where status = 'revoked'",
  dropTrigger({ name: "releases_stay_revoked", table: "releases" }),
  refuseUpdate({
    name: "releases_stay_revoked",
    table: "releases",
    columns: "status, revoked_at_ms, revocation_reason, revocation_note",
    when: "old.status = 'revoked'",
    message: "A revoked release stays revoked.",
  }),
  dropTrigger({ name: "releases_stay", table: "releases" }),
  ...refuseDelete({
    name: "releases_stay_once_public",
    table: "releases",
    unless: `exists (
      select 1 from listings
      where listing_id = old.listing_id and status = 'draft' and first_published_at_ms is null
    )`,
    message: "A release is never removed.",
  }),
  "create index install_intents_of_release on install_intents (release_id, status, expires_at_ms)",
]

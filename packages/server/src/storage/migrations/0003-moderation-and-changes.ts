import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/** Roles, locks, reports and suspensions; the change feed; and whose slice of the audit log an entry belongs to. */
export const moderationAndChanges: Migration = {
  number: 3,
  name: "moderation_and_changes",
  statements: (ddl) => [...roles(ddl), ...reports(ddl), ...suspensions(ddl), ...changes(ddl), ...auditSlices(ddl)],
}

const roles = ({ text, ms }: Ddl) => [
  `alter table users add column moderation_role ${text} check (moderation_role in ('reader', 'moderator', 'admin'))`,
  `alter table users add column lock_reason ${text}`,
  `alter table publishers add column verification_method ${text}`,
  `alter table publishers add column locked_at_ms ${ms}`,
  `alter table publishers add column lock_reason ${text}`,
  "create index install_intents_of_listing on install_intents (listing_id, status, expires_at_ms)",
]

/** A hash of who reported is unique within a day's salt and is cleared soon after: see `domain/reports/file.ts`. */
const reports = ({ text, ms, strict }: Ddl) => [
  `create table reports (
    report_id ${text} primary key,
    listing_id ${text} not null references listings,
    reason ${text} not null,
    note ${text} not null,
    reporter_hash ${text},
    status ${text} not null check (status in ('open', 'dismissed', 'actioned')),
    created_at_ms ${ms} not null,
    resolved_at_ms ${ms},
    resolved_by ${text} references users,
    resolution_note ${text},
    unique (listing_id, reason, reporter_hash),
    check ((status = 'open') = (resolved_at_ms is null)),
    check ((status = 'open') = (resolution_note is null))
  ) ${strict}`,
  "create index reports_by_age on reports (status, created_at_ms, report_id)",
]

const suspensions = ({ text, ms, strict }: Ddl) => [
  `create table suspensions (
    listing_id ${text} primary key references listings,
    reason ${text} not null,
    note ${text} not null,
    status_before ${text} not null check (status_before in ('draft', 'published', 'unlisted')),
    suspended_at_ms ${ms} not null,
    appeal_note ${text},
    appealed_at_ms ${ms},
    check ((appeal_note is null) = (appealed_at_ms is null))
  ) ${strict}`,
  "create index suspensions_by_age on suspensions (suspended_at_ms, listing_id)",
]

/**
 * The feed refers to no other table: a tombstone outlives its listing. What is public already comes first in it, so
 * that a mirror which starts from nothing learns of everything.
 */
const changes = ({ text, ms, strict, refuseUpdate, refuseRemoval }: Ddl) => [
  `create table changes (
    seq ${ms} primary key,
    kind ${text} not null,
    listing_id ${text} not null,
    publisher_id ${text} not null,
    slug ${text} not null,
    version ${text},
    at_ms ${ms} not null
  ) ${strict}`,
  "create index changes_of_publisher on changes (publisher_id, seq)",
  `insert into changes (seq, kind, listing_id, publisher_id, slug, at_ms)
    select row_number() over (order by updated_at_ms, listing_id), 'listing.published', listing_id,
      publishers.publisher_id, handle || '/' || slug_name, updated_at_ms
    from listings join publishers on publishers.publisher_id = listings.publisher_id
    where status = 'published'`,
  refuseUpdate({
    name: "changes_keep_event",
    table: "changes",
    columns: "seq, kind, listing_id, publisher_id, slug, version, at_ms",
    message: "A public event never changes.",
  }),
  ...refuseRemoval({ table: "changes", keys: [["seq"]], message: "A public event is never removed." }),
  `create table change_counter (id integer primary key check (id = 1), seq ${ms} not null) ${strict}`,
  "insert into change_counter (id, seq) select 1, coalesce(max(seq), 0) from changes",
]

/** The new column is filled in for old entries before the database closes it to updates as well. */
const auditSlices = ({ text, refuseUpdate }: Ddl) => [
  `alter table audit_log add column publisher_id ${text}`,
  `update audit_log set publisher_id = coalesce(
    (select publisher_id from publishers where publisher_id = subject_id),
    (select publisher_id from listings where listing_id = subject_id),
    (select publisher_id from releases join listings on listings.listing_id = releases.listing_id
      where release_id = subject_id))`,
  refuseUpdate({
    name: "audit_log_keep_publisher",
    table: "audit_log",
    columns: "publisher_id",
    message: "An audit entry never changes.",
  }),
  "create index audit_log_of_publisher on audit_log (publisher_id, seq)",
  "create index audit_log_of_actor on audit_log (actor_id, seq)",
  "create index audit_log_of_action on audit_log (action, seq)",
]

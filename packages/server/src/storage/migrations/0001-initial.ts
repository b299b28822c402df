import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/**
 * The first schema. The database itself checks words that a rule hangs on; lists that grow with every version (audit
 * actions, reasons, codes) are checked by type alone, for a CHECK cannot be widened in place on SQLite.
 */
export const initial: Migration = {
  number: 1,
  name: "initial",
  statements: (ddl) => [
    ...ddl.preamble,
    ...identity(ddl),
    ...publishers(ddl),
    ...listings(ddl),
    ...releases(ddl),
    ...targets(ddl),
    ...installs(ddl),
    ...audit(ddl),
    ...housekeeping(ddl),
  ],
}

const identity = ({ text, ms, strict }: Ddl) => [
  `create table users (
    user_id ${text} primary key,
    iss ${text} not null,
    sub ${text} not null,
    locked_at_ms ${ms},
    created_at_ms ${ms} not null,
    unique (iss, sub)
  ) ${strict}`,
  `create table personal_tokens (
    token_id ${text} primary key,
    user_id ${text} not null references users,
    name ${text} not null,
    scopes ${text} not null,
    token_hash ${text} not null unique check (length(token_hash) = 64),
    created_at_ms ${ms} not null,
    expires_at_ms ${ms} not null,
    revoked_at_ms ${ms}
  ) ${strict}`,
  "create index personal_tokens_of_user on personal_tokens (user_id)",
]

const publishers = ({ text, ms, strict }: Ddl) => [
  `create table publishers (
    publisher_id ${text} primary key,
    handle ${text} not null unique check (handle = lower(handle)),
    display_name ${text} not null,
    verified_at_ms ${ms},
    created_at_ms ${ms} not null
  ) ${strict}`,
  `create table publisher_members (
    publisher_id ${text} not null references publishers,
    user_id ${text} not null references users,
    role ${text} not null check (role in ('owner', 'maintainer')),
    added_at_ms ${ms} not null,
    primary key (publisher_id, user_id)
  ) ${strict}`,
  "create index publisher_members_of_user on publisher_members (user_id, publisher_id)",
]

/**
 * The long texts come last, so that reading the rest of a row does not walk through them. `latest_…` repeats what
 * `releases` knows; it has no foreign key, for the two tables would then refer to each other in a circle.
 */
const listings = ({ text, ms, strict }: Ddl) => [
  `create table listings (
    listing_id ${text} primary key,
    publisher_id ${text} not null references publishers,
    slug_name ${text} not null check (slug_name = lower(slug_name)),
    asset_kind ${text} not null check (asset_kind in ('whs_agent', 'agentromatic_workflow', 'spec_asset')),
    status ${text} not null check (status in ('draft', 'published', 'unlisted', 'suspended')),
    name ${text} not null,
    summary ${text} not null,
    tags ${text} not null,
    categories ${text} not null,
    docs_url ${text},
    repo_url ${text},
    latest_release_id ${text},
    latest_version ${text},
    row_version integer not null check (row_version > 0),
    created_at_ms ${ms} not null,
    updated_at_ms ${ms} not null,
    description ${text} not null,
    search_text ${text} not null,
    unique (publisher_id, slug_name),
    check ((latest_release_id is null) = (latest_version is null))
  ) ${strict}`,
  "create index listings_by_update on listings (status, updated_at_ms, listing_id)",
  "create index listings_by_kind on listings (status, asset_kind, updated_at_ms, listing_id)",
  "create index listings_of_publisher on listings (publisher_id, updated_at_ms, listing_id)",
  `create table listing_tags (
    listing_id ${text} not null references listings,
    tag ${text} not null,
    primary key (listing_id, tag)
  ) ${strict}`,
  "create index listing_tags_by_tag on listing_tags (tag, listing_id)",
  `create table listing_categories (
    listing_id ${text} not null references listings,
    category ${text} not null,
    primary key (listing_id, category)
  ) ${strict}`,
  "create index listing_categories_by_category on listing_categories (category, listing_id)",
]

const releases = ({ text, ms, strict, refuseUpdate, refuseRemoval }: Ddl) => [
  `create table releases (
    release_id ${text} primary key,
    listing_id ${text} not null references listings,
    version ${text} not null,
    status ${text} not null check (status in ('published', 'revoked')),
    digest ${text} not null,
    refs ${text} not null,
    compatibility ${text} not null,
    artifact_url ${text},
    artifact_sha256 ${text},
    notes ${text} not null,
    published_at_ms ${ms} not null,
    revoked_at_ms ${ms},
    unique (listing_id, version),
    check ((artifact_url is null) = (artifact_sha256 is null)),
    check ((status = 'revoked') = (revoked_at_ms is not null))
  ) ${strict}`,
  "create index releases_by_publication on releases (listing_id, published_at_ms, release_id)",
  refuseUpdate({
    name: "releases_keep_content",
    table: "releases",
    columns:
      "release_id, listing_id, version, digest, refs, compatibility, " +
      "artifact_url, artifact_sha256, notes, published_at_ms",
    message: "A release never changes.",
  }),
  refuseUpdate({
    name: "releases_stay_revoked",
    table: "releases",
    columns: "status, revoked_at_ms",
    when: "old.status = 'revoked'",
    message: "A revoked release stays revoked.",
  }),
  ...refuseRemoval({
    table: "releases",
    keys: [["release_id"], ["listing_id", "version"]],
    message: "A release is never removed.",
  }),
]

const targets = ({ text, ms, strict }: Ddl) => [
  `create table targets (
    target_id ${text} primary key,
    name ${text} not null unique check (name = lower(name)),
    target_system ${text} not null check (target_system in ('whs', 'agentromatic', 'agentelic')),
    landing_url ${text} not null,
    asset_kinds ${text} not null,
    require_buyer_match integer not null check (require_buyer_match in (0, 1)),
    token_ttl_ms_max ${ms} not null,
    disabled_at_ms ${ms},
    created_at_ms ${ms} not null
  ) ${strict}`,
  `create table target_secrets (
    secret_id ${text} primary key,
    target_id ${text} not null references targets,
    secret_hash ${text} not null unique check (length(secret_hash) = 64),
    created_at_ms ${ms} not null,
    revoked_at_ms ${ms}
  ) ${strict}`,
  "create index target_secrets_of_target on target_secrets (target_id)",
]

const installs = ({ text, ms, strict }: Ddl) => [
  `create table install_intents (
    install_intent_id ${text} primary key,
    buyer_user_id ${text} not null references users,
    buyer_iss ${text} not null,
    buyer_sub ${text} not null,
    listing_id ${text} not null references listings,
    release_id ${text} not null references releases,
    target_id ${text} not null references targets,
    target_context ${text} not null,
    require_buyer_match integer not null check (require_buyer_match in (0, 1)),
    status ${text} not null check (status in ('created', 'token_issued', 'redeemed', 'expired', 'canceled')),
    cancel_reason ${text},
    token_issue integer not null,
    token_hash ${text} not null unique check (length(token_hash) = 64),
    failed_attempts integer not null,
    created_at_ms ${ms} not null,
    expires_at_ms ${ms} not null,
    redeemed_at_ms ${ms},
    redemption_id ${text},
    redemption ${text},
    outcome ${text} check (outcome in ('completed', 'failed', 'declined')),
    outcome_code ${text},
    outcome_at_ms ${ms},
    unique (target_id, redemption_id),
    check ((status = 'canceled') = (cancel_reason is not null)),
    check ((status = 'redeemed') = (redeemed_at_ms is not null)),
    check ((status = 'redeemed') = (redemption_id is not null)),
    check (redemption is null or status = 'redeemed'),
    check (outcome is null or status = 'redeemed'),
    check ((outcome is null) = (outcome_at_ms is null))
  ) ${strict}`,
  "create index install_intents_of_buyer on install_intents (buyer_user_id, created_at_ms, install_intent_id)",
]

const audit = ({ text, ms, strict, sequence, refuseUpdate, refuseRemoval }: Ddl) => [
  `create table audit_log (
    seq ${sequence},
    action ${text} not null,
    actor_kind ${text} not null check (actor_kind in ('user', 'target', 'operator', 'system')),
    actor_id ${text} not null,
    request_id ${text} not null,
    subject_id ${text} not null,
    at_ms ${ms} not null,
    details ${text} not null
  ) ${strict}`,
  "create index audit_log_of_subject on audit_log (subject_id, seq)",
  refuseUpdate({
    name: "audit_log_keep_entry",
    table: "audit_log",
    columns: "seq, action, actor_kind, actor_id, request_id, subject_id, at_ms, details",
    message: "An audit entry never changes.",
  }),
  ...refuseRemoval({ table: "audit_log", keys: [["seq"]], message: "An audit entry is never removed." }),
]

const housekeeping = ({ text, ms, strict }: Ddl) => [
  `create table idempotency_keys (
    principal_id ${text} not null,
    route ${text} not null,
    key_hash ${text} not null,
    fingerprint ${text} not null,
    result ${text},
    created_at_ms ${ms} not null,
    primary key (principal_id, route, key_hash)
  ) ${strict}`,
  "create index idempotency_keys_by_age on idempotency_keys (created_at_ms)",
  `create table meta (
    name ${text} primary key,
    value ${text} not null,
    check (name <> 'mode' or value in ('dev', 'serve'))
  ) ${strict}`,
]

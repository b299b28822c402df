import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/** Whose runs may publish what, the tokens of theirs that were seen, and the tokens they were given. */
export const trustedPublishing: Migration = {
  number: 13,
  name: "trusted publishing",
  statements: (ddl) => [...trusted(ddl), ...used(ddl), ...tokens(ddl)],
}

/** A slug, not a listing: who may make a listing is named before it is there. */
const trusted = ({ text, ms, strict }: Ddl) => [
  `create table trusted_publishers (
    trusted_publisher_id ${text} primary key,
    publisher_id ${text} not null references publishers (publisher_id),
    slug_name ${text} not null,
    provider ${text} not null,
    issuer ${text} not null,
    repository ${text} not null,
    owner_id ${text} not null,
    repository_id ${text},
    workflow ${text} not null,
    environment ${text},
    ref_pattern ${text},
    events ${text} not null,
    allow_reusable integer not null check (allow_reusable in (0, 1)),
    unpinned_environment ${text},
    created_by ${text} not null references users (user_id),
    created_at_ms ${ms} not null,
    last_used_at_ms ${ms}
  ) ${strict}`,
  "create index trusted_publishers_of_slug on trusted_publishers (publisher_id, slug_name, created_at_ms)",
  `create table trusted_publishing_rules (
    publisher_id ${text} not null references publishers (publisher_id),
    slug_name ${text} not null,
    primary key (publisher_id, slug_name)
  ) ${strict}`,
]

/** Which tokens of a CI were exchanged. It must outlive a crash, or what was used up could be used again. */
const used = ({ text, ms, strict }: Ddl) => [
  `create table used_ci_tokens (
    issuer ${text} not null,
    jti ${text} not null,
    expires_at_ms ${ms} not null,
    primary key (issuer, jti)
  ) ${strict}`,
  "create index used_ci_tokens_by_expiry on used_ci_tokens (expires_at_ms)",
]

const tokens = ({ text, ms, strict }: Ddl) => [
  `create table ci_tokens (
    ci_token_id ${text} primary key,
    token_hash ${text} not null unique check (length(token_hash) = 64),
    trusted_publisher_id ${text} not null references trusted_publishers (trusted_publisher_id),
    publisher_id ${text} not null,
    slug ${text} not null,
    version ${text} not null,
    digest ${text} not null,
    provenance ${text} not null,
    created_at_ms ${ms} not null,
    expires_at_ms ${ms} not null,
    revoked_at_ms ${ms},
    used_at_ms ${ms}
  ) ${strict}`,
  "create index ci_tokens_of_trusted_publisher on ci_tokens (trusted_publisher_id)",
  "create index ci_tokens_by_expiry on ci_tokens (expires_at_ms)",
]

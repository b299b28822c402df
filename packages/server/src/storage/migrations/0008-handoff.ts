import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/** Targets with keys and rotation, installs that targets ask for, and the feed of revocations. */
export const handoff: Migration = {
  number: 8,
  name: "handoff",
  statements: (ddl) => [
    ...targets(ddl),
    ...credentials(ddl),
    ...assertions(ddl),
    ...intents(ddl),
    ...handoffs(ddl),
    ...revocations(ddl),
  ],
}

/** Of every system the oldest target that is not disabled becomes the one that is meant by the system's name. */
const targets = ({ text }: Ddl) => [
  `alter table targets add column authentication ${text} not null default 'secret'
    check (authentication in ('key', 'secret'))`,
  "alter table targets add column is_default integer not null default 0 check (is_default in (0, 1))",
  `alter table targets add column system_versions ${text} not null default '{}'`,
  "alter table targets add column row_version integer not null default 1 check (row_version > 0)",
  `update targets set is_default = 1 where disabled_at_ms is null and not exists (
    select 1 from targets older
    where older.target_system = targets.target_system and older.disabled_at_ms is null
      and (older.created_at_ms, older.target_id) < (targets.created_at_ms, targets.target_id)
  )`,
  "create unique index targets_default on targets (target_system) where is_default = 1",
]

const credentials = ({ text, ms, strict }: Ddl) => [
  `create table target_credentials (
    credential_id ${text} primary key,
    target_id ${text} not null references targets,
    kind ${text} not null check (kind in ('key', 'secret')),
    kid ${text},
    public_key ${text},
    secret_hash ${text} unique check (length(secret_hash) = 64),
    created_at_ms ${ms} not null,
    expires_at_ms ${ms},
    revoked_at_ms ${ms},
    last_used_at_ms ${ms},
    unique (target_id, kid),
    check ((kind = 'secret') = (secret_hash is not null)),
    check ((kind = 'key') = (kid is not null)),
    check ((kind = 'key') = (public_key is not null))
  ) ${strict}`,
  `insert into target_credentials (credential_id, target_id, kind, secret_hash, created_at_ms, revoked_at_ms)
    select 'tcr_' || substr(secret_id, 5), target_id, 'secret', secret_hash, created_at_ms, revoked_at_ms
    from target_secrets`,
  "create index target_credentials_of_target on target_credentials (target_id, created_at_ms, credential_id)",
  "drop table target_secrets",
]

/** Which signed requests were already seen. It must outlive a crash, or what was caught before could be sent again. */
const assertions = ({ text, ms, strict }: Ddl) => [
  `create table target_assertions (
    target_id ${text} not null,
    jti ${text} not null,
    expires_at_ms ${ms} not null,
    primary key (target_id, jti)
  ) ${strict}`,
  "create index target_assertions_by_expiry on target_assertions (expires_at_ms)",
]

const intents = ({ text }: Ddl) => [
  `alter table install_intents add column handoff_id ${text}`,
  `alter table install_intents add column handoff_state ${text}`,
  `alter table install_intents add column code_challenge ${text} check (code_challenge is null or handoff_id is not null)`,
  `alter table install_intents add column target_install_ref ${text}
    check (target_install_ref is null or outcome is not null)`,
  `create index install_intents_open on install_intents (expires_at_ms)
    where status in ('created', 'token_issued')`,
  `create index install_intents_open_at_target on install_intents (target_id)
    where status in ('created', 'token_issued')`,
]

const handoffs = ({ text, ms, strict }: Ddl) => [
  `create table handoffs (
    handoff_id ${text} primary key,
    target_id ${text} not null references targets,
    code_challenge ${text} not null,
    state ${text},
    target_context ${text} not null,
    listing ${text},
    version ${text},
    created_at_ms ${ms} not null,
    expires_at_ms ${ms} not null
  ) ${strict}`,
  "create index handoffs_by_expiry on handoffs (expires_at_ms)",
]

/** What must not be used any more already comes first in the feed, as if it had been told one after the other. */
const revocations = ({ text, ms, strict, refuseUpdate, refuseRemoval }: Ddl) => [
  `create table revocations (
    seq ${ms} primary key,
    release_id ${text} not null references releases,
    revoked integer not null check (revoked in (0, 1)),
    cause ${text} not null,
    at_ms ${ms} not null
  ) ${strict}`,
  `insert into revocations (seq, release_id, revoked, cause, at_ms)
    select row_number() over (order by at_ms, release_id), release_id, 1, cause, at_ms from (
      select release_id, 'release_revoked' as cause, revoked_at_ms as at_ms
      from releases join listings on listings.listing_id = releases.listing_id
      where releases.status = 'revoked' and first_published_at_ms is not null
      union all
      select release_id, 'listing_suspended', coalesce(suspended_at_ms, updated_at_ms)
      from releases join listings on listings.listing_id = releases.listing_id
        left join suspensions on suspensions.listing_id = listings.listing_id
      where listings.status = 'suspended' and releases.status = 'published' and first_published_at_ms is not null
    ) as standing`,
  refuseUpdate({
    name: "revocations_keep_entry",
    table: "revocations",
    columns: "seq, release_id, revoked, cause, at_ms",
    message: "An entry of the revocation feed never changes.",
  }),
  ...refuseRemoval({
    table: "revocations",
    keys: [["seq"]],
    message: "An entry of the revocation feed is never removed.",
  }),
  `create table revocation_counter (id integer primary key check (id = 1), seq ${ms} not null) ${strict}`,
  "insert into revocation_counter (id, seq) select 1, coalesce(max(seq), 0) from revocations",
]

import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/**
 * Search through the engine's own indexes, and the installs that popularity is made of. `listings.search_text` gives
 * way to a table of its own that holds published listings alone. It is filled once it has its present form, by the
 * migration "search in order".
 */
export const search: Migration = {
  number: 4,
  name: "search",
  statements: (ddl) => [
    ...popularity(ddl),
    ...index(ddl),
    ...ddl.searchIndexes,
    ...vocabulary(ddl),
    "alter table listings drop column search_text",
  ],
}

const popularity = ({ text, sequence, strict }: Ddl) => [
  `create table listing_popularity (
    seq ${sequence},
    listing_id ${text} not null unique references listings on delete cascade,
    installs integer not null check (installs >= 0)
  ) ${strict}`,
  "create index listing_popularity_by_installs on listing_popularity (installs, listing_id)",
  `create index install_intents_redeemed on install_intents (listing_id, buyer_user_id, target_id)
    where status = 'redeemed'`,
  `insert into listing_popularity (listing_id, installs)
    select listing_id, (
      select count(distinct buyer_user_id || ' ' || target_id) from install_intents
      where install_intents.listing_id = listings.listing_id and status = 'redeemed'
    ) from listings order by created_at_ms, listing_id`,
]

/** A row's key says where the listing stands: lower is more popular. Every index gives its matches in that order. */
const index = ({ text, ms, strict }: Ddl) => [
  `create table listing_search (
    place ${ms} primary key,
    listing_id ${text} not null unique references listings on delete cascade,
    slug ${text} not null,
    name_key ${text} not null,
    title_key ${text} not null,
    labels ${text} not null,
    summary ${text} not null,
    terms ${text} not null,
    body ${text} not null
  ) ${strict}`,
  "create index listing_search_by_slug on listing_search (slug)",
  "create index listing_search_by_name on listing_search (name_key)",
  "create index listing_search_by_title on listing_search (title_key, listing_id)",
]

const vocabulary = ({ text, strict }: Ddl) => [
  `create table search_words (word ${text} primary key) ${strict}`,
  `create table search_word_keys (
    word_key ${text} not null,
    word ${text} not null,
    primary key (word_key, word)
  ) ${strict}`,
]

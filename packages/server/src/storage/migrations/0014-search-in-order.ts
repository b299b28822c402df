import type { Ddl } from "../sql/dialect/dialect.ts"
import { fillSearch } from "../sql/search/fill.ts"
import type { Migration } from "./migration.ts"

/**
 * What a listing is ranked by, apart from its long texts: a thousand candidates are then few pages to read. Words get
 * an index that yields the most popular listings first on PostgreSQL too.
 */
export const searchInOrder: Migration = {
  number: 14,
  name: "search in order",
  statements: (ddl) => [...texts(ddl), ...candidates(ddl), ...ddl.textIndexes],
  fill: fillSearch,
}

const texts = ({ text, ms, strict }: Ddl) => [
  `create table indexed_listings (
    place ${ms} primary key,
    listing_id ${text} not null,
    slug ${text} not null,
    name_key ${text} not null,
    title_key ${text} not null,
    labels ${text} not null,
    summary ${text} not null,
    terms ${text} not null,
    body ${text} not null
  ) ${strict}`,
  `insert into indexed_listings (place, listing_id, slug, name_key, title_key, labels, summary, terms, body)
    select place, listing_id, slug, name_key, title_key, labels, summary, terms, body from listing_search`,
  "drop table listing_search",
]

const candidates = ({ text, ms, strict }: Ddl) => [
  `create table listing_search (
    place ${ms} primary key,
    listing_id ${text} not null unique references listings on delete cascade,
    slug ${text} not null,
    name_key ${text} not null,
    title_key ${text} not null,
    labels ${text} not null,
    summary ${text} not null,
    updated_at_ms ${ms} not null
  ) ${strict}`,
  `insert into listing_search (place, listing_id, slug, name_key, title_key, labels, summary, updated_at_ms)
    select place, listing_id, slug, name_key, title_key, labels, indexed_listings.summary, updated_at_ms
    from indexed_listings join listings using (listing_id) order by place`,
  "create index listing_search_by_slug on listing_search (slug)",
  "create index listing_search_by_name on listing_search (name_key)",
  "create index listing_search_by_title on listing_search (title_key, listing_id)",
  `create table listing_texts (
    place ${ms} primary key references listing_search on update cascade on delete cascade,
    labels ${text} not null,
    terms ${text} not null,
    body ${text} not null
  ) ${strict}`,
  `insert into listing_texts (place, labels, terms, body)
    select place, labels, terms, body from indexed_listings order by place`,
  "drop table indexed_listings",
]

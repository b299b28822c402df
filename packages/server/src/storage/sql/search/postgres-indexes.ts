/**
 * Words in a `tsvector` without a parser, for they come normalized; substrings by `pg_trgm`, where the server has it
 * and lets us create it. Without it a search for parts of words looks at the most popular listings alone.
 */
export const postgresSearchIndexes: readonly string[] = [
  `alter table listing_search add column words tsvector
    generated always as (array_to_tsvector(string_to_array(terms, ' '))) stored`,
  "create index listing_search_by_words on listing_search using gin (words)",
  `do $$ begin
    create extension if not exists pg_trgm;
    execute 'create index listing_search_by_parts on listing_search using gin (body gin_trgm_ops)';
  exception when others then
    raise notice 'pg_trgm cannot be used here: %', sqlerrm;
  end $$`,
]

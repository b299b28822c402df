/**
 * Words as a table of their own, a row for each word of a listing, so that the most popular listings with a word stand
 * side by side in its key. Substrings by `pg_trgm`, where the server has it and lets us create it; without it a search
 * for parts of words looks at the most popular listings alone.
 */
export const postgresTextIndexes: readonly string[] = [
  'create table listing_terms (term text collate "C" not null, place bigint not null)',
  // How best to search for several words hangs on which of them is the rare one.
  "alter table listing_terms alter column term set statistics 1000",
  `insert into listing_terms (term, place)
    select term, place from listing_texts, string_to_table(terms, ' ') as term`,
  "alter table listing_terms add primary key (term, place)",
  // A change of a text leaves the words alone that are in it before and after.
  `create function keep_listing_terms() returns trigger language plpgsql as $$
    declare kept text[] := '{}';
    begin
      if tg_op = 'UPDATE' and old.place = new.place then
        kept := array(select string_to_table(old.terms, ' ') intersect select string_to_table(new.terms, ' '));
      end if;
      if tg_op <> 'INSERT' then
        delete from listing_terms
          where place = old.place and term = any (string_to_array(old.terms, ' ')) and term <> all (kept);
      end if;
      if tg_op <> 'DELETE' then
        insert into listing_terms (term, place)
          select term, new.place from string_to_table(new.terms, ' ') as term where term <> all (kept);
      end if;
      return null;
    end $$`,
  `create trigger listing_texts_kept after insert or update or delete on listing_texts
    for each row execute function keep_listing_terms()`,
  `do $$ begin
    create extension if not exists pg_trgm;
    execute 'create index listing_texts_by_parts on listing_texts using gin (body gin_trgm_ops)';
  exception when others then
    raise notice 'pg_trgm cannot be used here: %', sqlerrm;
  end $$`,
  "analyze listing_search, listing_texts, listing_terms",
]

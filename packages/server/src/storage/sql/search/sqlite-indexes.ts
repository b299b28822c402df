/**
 * Two full-text indexes over `listing_search`, kept by triggers: one of words, one of every three characters in a row.
 * The words come normalized (`domain/listings/words.ts`), so the tokenizer only has to cut at blanks.
 */
export const sqliteSearchIndexes: readonly string[] = [
  `create virtual table listing_words using fts5 (
    terms, content = 'listing_search', content_rowid = 'place', columnsize = 0,
    prefix = '2 3 4', tokenize = "ascii tokenchars ':_-'"
  )`,
  `create virtual table listing_parts using fts5 (
    labels, body, content = 'listing_search', content_rowid = 'place', columnsize = 0,
    tokenize = "trigram case_sensitive 1"
  )`,
  `create trigger listing_search_added after insert on listing_search begin ${add()} end`,
  `create trigger listing_search_removed after delete on listing_search begin ${remove()} end`,
  `create trigger listing_search_changed after update of place, labels, terms, body on listing_search
    begin ${remove()} ${add()} end`,
]

function add(): string {
  return `
    insert into listing_words (rowid, terms) values (new.place, new.terms);
    insert into listing_parts (rowid, labels, body) values (new.place, new.labels, new.body);`
}

/** An index without a copy of its content has to be told what to forget. */
function remove(): string {
  return `
    insert into listing_words (listing_words, rowid, terms) values ('delete', old.place, old.terms);
    insert into listing_parts (listing_parts, rowid, labels, body) values ('delete', old.place, old.labels, old.body);`
}

/**
 * Two full-text indexes over `listing_texts`, kept by triggers: one of words, one of every three characters in a row.
 * The words come normalized (`domain/listings/words.ts`), so the tokenizer only has to cut at blanks.
 */
export const sqliteTextIndexes: readonly string[] = [
  "drop table listing_words",
  "drop table listing_parts",
  `create virtual table listing_words using fts5 (
    terms, content = 'listing_texts', content_rowid = 'place', columnsize = 0,
    prefix = '2 3 4', tokenize = "ascii tokenchars ':_-'"
  )`,
  `create virtual table listing_parts using fts5 (
    labels, body, content = 'listing_texts', content_rowid = 'place', columnsize = 0,
    tokenize = "trigram case_sensitive 1"
  )`,
  "insert into listing_words (listing_words) values ('rebuild')",
  "insert into listing_parts (listing_parts) values ('rebuild')",
  `create trigger listing_texts_added after insert on listing_texts begin ${add()} end`,
  `create trigger listing_texts_removed after delete on listing_texts begin ${remove()} end`,
  `create trigger listing_texts_changed after update on listing_texts begin ${remove()} ${add()} end`,
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

import { isCorrectable, typoKeysOf } from "../../../domain/listings/typo.ts"
import type { Connection } from "../connection.ts"

/** More than any word has neighbours; a bound for the worst. */
const neighboursMax = 200

/**
 * Adds what is new of these words to those a typing error is compared with. Words only ever come: to count their uses
 * every listing that says "server" would have to change the same row. A suggestion is searched for before it is made,
 * so a word that no published listing has any more suggests nothing.
 */
export async function learnWords({ db }: Connection, words: readonly string[]): Promise<void> {
  // In one order, so that two transactions which learn the same words cannot wait for each other.
  const rows = [...new Set(words)]
    .filter(isCorrectable)
    .toSorted()
    .map((word) => ({ word }))
  if (rows.length === 0) return
  const added = await db
    .insertInto("search_words")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning("word")
    .execute()
  const keys = added.flatMap(({ word }) => typoKeysOf(word).map((key) => ({ word_key: key, word })))
  for (let at = 0; at < keys.length; at += 500) {
    await db
      .insertInto("search_word_keys")
      .values(keys.slice(at, at + 500))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** Known words that share a {@link typoKeysOf} with this one. */
export async function neighboursOf({ db }: Connection, word: string): Promise<string[]> {
  if (!isCorrectable(word)) return []
  const rows = await db
    .selectFrom("search_word_keys")
    .select("word")
    .distinct()
    .where("word_key", "in", typoKeysOf(word))
    .limit(neighboursMax)
    .execute()
  return rows.map((row) => row.word)
}

/** Longer words are cut: nobody types them, and an index keeps each once. */
const wordLengthMax = 64

/** More words than anyone types; the rest of a longer query is passed over. */
const queryWordsMax = 12

/** The words of a text as both engines index them: lower case, without accents, letters and digits alone. */
export const wordsOf = (text: string): string[] =>
  (
    text
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/\p{M}+/gu, "")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map((word) => word.slice(0, wordLengthMax).toWellFormed())

/** What somebody searches for, in the three ways a listing can hold it. */
export interface SearchText {
  /** Normalized words; the last may be the beginning of one. */
  readonly words: readonly string[]
  /** The same between blanks, as typed but in lower case, to be found inside longer words. */
  readonly parts: readonly string[]
  /** The beginning of a name: `support-tri`. Empty where there are no words. */
  readonly nameKey: string
  /** The beginning of a slug as typed: `acme/support-tri`. */
  readonly slugStart: string
}

export function searchTextOf(text: string): SearchText {
  const parts = text
    .normalize("NFC")
    .toLowerCase()
    .split(/[\s\p{Cc}\p{Cs}]+/u)
    .filter((part) => part !== "")
    .slice(0, queryWordsMax)
  const words = wordsOf(parts.join(" ")).slice(0, queryWordsMax)
  return { words, parts, nameKey: words.join("-"), slugStart: parts.length === 1 ? (parts[0] ?? "") : "" }
}

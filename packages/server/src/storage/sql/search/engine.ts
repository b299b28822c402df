import type { Kysely, RawBuilder } from "kysely"
import type { Tables } from "../tables.ts"

/** One of these terms. */
export type TermGroup = readonly string[]

/** Where a listing stands, the key of `listing_search` and `listing_texts`. */
export interface Place {
  readonly place: number
}

/** How an engine finds published listings, the most popular first, no more than `max`. Terms hold no quote. */
export interface SearchEngine {
  /** Listings that have a term of every group, of which there is at least one. */
  withTerms(groups: readonly TermGroup[], max: number): RawBuilder<Place>
  /**
   * Listings that have a term of every group, and a word that begins with one of the starts; undefined where it is known
   * that no word does which is not one of these itself.
   */
  withStart(
    db: Kysely<Tables>,
    groups: readonly TermGroup[],
    starts: readonly string[],
    max: number,
  ): Promise<RawBuilder<Place> | undefined>
  /**
   * Listings whose text holds every part, however long the words around it, and a label of every group. Parts the
   * engine has no index for are looked for in the `max` most popular listings alone.
   */
  withParts(
    db: Kysely<Tables>,
    parts: readonly string[],
    labels: readonly TermGroup[],
    max: number,
  ): Promise<RawBuilder<Place>>
  /** Whether a row stands at one of these places. */
  isAt(places: RawBuilder<Place>): RawBuilder<boolean>
  /** Whether a text holds another; the engine takes it for no reason to expect few rows. */
  holds(text: RawBuilder<string>, part: string): RawBuilder<boolean>
}

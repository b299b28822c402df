import type { Kysely, RawBuilder } from "kysely"
import type { Tables } from "../tables.ts"

/** One of these terms; where `isStart`, also words that begin with one. */
export interface TermGroup {
  readonly anyOf: readonly string[]
  readonly isStart: boolean
}

export interface Places {
  place: number
}

/** How an engine finds published listings: places, the most popular first, no more than `max`. Terms hold no quote. */
export interface SearchEngine {
  /** Listings that have a term of every group. */
  withTerms(groups: readonly TermGroup[], max: number): RawBuilder<Places>
  /**
   * Listings whose text holds every part, however long the words around it, and a label of every group. Parts the
   * engine has no index for are looked for in the `max` most popular listings alone.
   */
  withParts(
    db: Kysely<Tables>,
    parts: readonly string[],
    labels: readonly TermGroup[],
    max: number,
  ): Promise<RawBuilder<Places>>
}

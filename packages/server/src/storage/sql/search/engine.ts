import { type Kysely, type RawBuilder, sql } from "kysely"
import type { Tables } from "../tables.ts"

/** One of these terms; where `isStart`, also words that begin with one. */
export interface TermGroup {
  readonly anyOf: readonly string[]
  readonly isStart: boolean
}

/** What of `listing_search` a listing is ranked and counted by. */
export interface Candidate {
  readonly place: number
  readonly listing_id: string
  readonly slug: string
  readonly title_key: string
  readonly summary: string
  readonly labels: string
}

/** These columns alone: an engine that found a row reads them there and then, and not by a join afterwards. */
export const candidate = sql<Candidate>`place, listing_id, slug, title_key, summary, labels`

/** How an engine finds published listings, the most popular first, no more than `max`. Terms hold no quote. */
export interface SearchEngine {
  /** Listings that have a term of every group. */
  withTerms(groups: readonly TermGroup[], max: number): RawBuilder<Candidate>
  /**
   * Listings whose text holds every part, however long the words around it, and a label of every group. Parts the
   * engine has no index for are looked for in the `max` most popular listings alone.
   */
  withParts(
    db: Kysely<Tables>,
    parts: readonly string[],
    labels: readonly TermGroup[],
    max: number,
  ): Promise<RawBuilder<Candidate>>
}

import { type RawBuilder, sql } from "kysely"
import type { Place, SearchEngine, TermGroup } from "./engine.ts"

type Words = Pick<SearchEngine, "withTerms" | "isAt" | "holds">

/** The most popular listings with a label of every group. */
export const mostPopular = (engine: Words, labels: readonly TermGroup[], max: number): RawBuilder<Place> =>
  labels.length > 0 ? engine.withTerms(labels, max) : sql`select place from listing_search order by place limit ${max}`

/** Those of these listings whose text holds every part. */
export const holdingParts = (engine: Words, parts: readonly string[], places: RawBuilder<Place>): RawBuilder<Place> =>
  textsAt(
    engine,
    places,
    sql.join(
      parts.map((part) => engine.holds(sql`body`, part)),
      sql` and `,
    ),
  )

/** Those of these listings that have a word which begins with one of the starts. */
export const holdingStart = (engine: Words, starts: readonly string[], places: RawBuilder<Place>): RawBuilder<Place> =>
  textsAt(engine, places, hasStart(engine, starts))

/** Whether a row of `listing_texts` has a word that begins with one of the starts. */
export const hasStart = (engine: Pick<Words, "holds">, starts: readonly string[]): RawBuilder<boolean> =>
  sql`(${sql.join(
    starts.map((start) => engine.holds(sql`' ' || terms`, ` ${start}`)),
    sql` or `,
  )})`

const textsAt = (engine: Words, places: RawBuilder<Place>, condition: RawBuilder<boolean>): RawBuilder<Place> =>
  sql`select place from listing_texts where ${engine.isAt(places)} and ${condition}`

import { type Expression, sql } from "kysely"
import type { SeekPage } from "../../domain/paging/seek.ts"

/** A page as numbers and text alone, so that a first page and a later one are the same statement. */
export interface PageValues {
  readonly afterAtMs: number
  readonly afterId: string
  readonly limit: number
}

/** A first page begins after a row that is newer than all there can be. */
export const pageValues = ({ after, limit }: SeekPage): PageValues => ({
  afterAtMs: after?.atMs ?? Number.MAX_SAFE_INTEGER,
  afterId: after?.id ?? "",
  limit,
})

/**
 * Whether a row comes after the cursor in newest-first order. One row-value comparison, so that an index on both
 * columns is entered at that very place and page 10,000 costs what page 1 costs.
 */
export const isAfter = (
  columns: readonly [atMs: string, id: string],
  page: { readonly afterAtMs: number | Expression<number>; readonly afterId: string | Expression<string> },
) => sql<boolean>`(${sql.ref(columns[0])}, ${sql.ref(columns[1])}) < (${page.afterAtMs}, ${page.afterId})`

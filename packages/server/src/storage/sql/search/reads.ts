import type { ListingReads } from "../../../domain/listings/store.ts"
import type { Connection } from "../connection.ts"
import { findAt, listPublished } from "./list-published.ts"
import { listLabels, match } from "./match.ts"
import { neighboursOf } from "./vocabulary.ts"

/** The part of the listing port that searches. */
export const searchReads = (
  connection: Connection,
): Pick<ListingReads, "listPublished" | "match" | "findAt" | "labels" | "neighbours"> => ({
  listPublished: (filter, order, page) => listPublished(connection, filter, order, page),
  match: (wanted, filter, order, max) => match(connection, wanted, filter, order, max),
  findAt: (places) => findAt(connection, places),
  labels: (filter, max) => listLabels(connection, filter, max),
  neighbours: (words) => Promise.all(words.map((word) => neighboursOf(connection, word))),
})

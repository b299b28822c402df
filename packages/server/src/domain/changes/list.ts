import type { AppContext } from "../context.ts"
import { getPublisher } from "../publishers/get.ts"
import type { Publisher } from "../publishers/publisher.ts"
import type { Change } from "./change.ts"

/** A stretch of the change feed. */
export interface ChangePage {
  readonly changes: readonly Change[]
  /** Where to go on: the last `seq` of the page, or where it began if it is empty. */
  readonly nextAfter: number
  readonly hasMore: boolean
}

/** Public events after that `seq`, in the order in which they were committed. */
export async function listChanges(context: AppContext, query: { after: number; limit: number }): Promise<ChangePage> {
  const found = await context.store.read.changes.listAfter(query.after, query.limit + 1)
  const changes = found.slice(0, query.limit)
  return { changes, nextAfter: changes.at(-1)?.seq ?? query.after, hasMore: found.length > query.limit }
}

/** How many events an Atom feed shows. */
const feedLength = 50

/** The last public events, newest first. */
export const latestChanges = (context: AppContext): Promise<Change[]> => context.store.read.changes.latest(feedLength)

/** How many events the page of a listing shows. */
const historyLength = 50

/** What happened to one listing in public, newest first, and whether there is more than is told. */
export async function historyOf(
  context: AppContext,
  listingId: string,
): Promise<{ changes: Change[]; hasMore: boolean }> {
  const found = await context.store.read.changes.latestOfListing(listingId, historyLength + 1)
  return { changes: found.slice(0, historyLength), hasMore: found.length > historyLength }
}

/** The last public events of one publisher, newest first. @throws Refusal NOT_FOUND. */
export async function latestChangesOf(
  context: AppContext,
  handle: string,
): Promise<{ publisher: Publisher; changes: Change[] }> {
  const publisher = await getPublisher(context, handle)
  return { publisher, changes: await context.store.read.changes.latest(feedLength, publisher.publisherId) }
}

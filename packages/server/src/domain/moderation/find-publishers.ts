import type { Page } from "@fleetprompt/sdk/contracts"
import type { AuditRecord } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { type PageRequest, readPage } from "../paging/cursor.ts"
import { getPublisher } from "../publishers/get.ts"
import type { KnownMember, Publisher } from "../publishers/publisher.ts"
import { historyOf } from "./case.ts"

export interface FindPublishers extends PageRequest {
  /** What the handle begins with; all where it is empty. */
  readonly handle: string
}

/** Publishers by handle, for moderators. */
export async function findPublishers(context: AppContext, query: FindPublishers): Promise<Page<Publisher>> {
  const { handle } = query
  return await readPage(
    context,
    { list: "publishers", filter: handle },
    query,
    ({ after, limit }) => context.store.read.publishers.listFrom(handle, after?.id ?? "", limit),
    (publisher) => ({ atMs: 0, id: publisher.handle }),
  )
}

/** A publisher with what moderators know of it. */
export interface ModeratedPublisher {
  readonly publisher: Publisher
  readonly members: readonly KnownMember[]
  readonly history: readonly AuditRecord[]
}

/** One publisher, for moderators. @throws Refusal NOT_FOUND. */
export async function getModeratedPublisher(context: AppContext, handle: string): Promise<ModeratedPublisher> {
  const publisher = await getPublisher(context, handle)
  const { publisherId } = publisher
  const [members, history] = await Promise.all([
    context.store.read.publishers.listMembers(publisherId),
    historyOf(context, publisherId),
  ])
  return { publisher, members, history }
}

import type { AppContext } from "../context.ts"
import type { Revocation } from "./revocation.ts"

/** A stretch of the revocation feed. */
export interface RevocationPage {
  readonly entries: readonly Revocation[]
  /** Where to go on: the last `seq` of the page, or where it began if it is empty. */
  readonly nextAfter: number
  readonly hasMore: boolean
}

/** What was revoked, or is so no more, after that `seq`, in the order of the commits. */
export async function listRevocations(
  context: AppContext,
  { after, limit }: { after: number; limit: number },
): Promise<RevocationPage> {
  const found = await context.store.read.revocations.listAfter(after, limit + 1)
  const entries = found.slice(0, limit)
  return { entries, nextAfter: entries.at(-1)?.seq ?? after, hasMore: found.length > limit }
}

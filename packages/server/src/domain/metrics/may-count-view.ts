import type { AppContext } from "../context.ts"
import { isPublic, type Listing } from "../listings/listing.ts"
import type { Publishing } from "../trusted-publishing/may.ts"

/** Whether reading this listing is a view: it is public, and the reader is no member of its publisher and no run of theirs. */
export async function mayCountView(
  { store }: Pick<AppContext, "store">,
  reader: Publishing | undefined,
  { status, publisher }: Listing,
): Promise<boolean> {
  if (!isPublic(status)) return false
  if (reader === undefined) return true
  if (reader.kind === "ci") return false
  return (await store.read.publishers.roleOf(publisher.publisherId, reader.user.userId)) === undefined
}

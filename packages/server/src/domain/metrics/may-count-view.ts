import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { isPublic, type Listing } from "../listings/listing.ts"

/** Whether reading this listing is a view: it is public, and the reader is no member of its publisher. */
export async function mayCountView(
  { store }: Pick<AppContext, "store">,
  reader: UserPrincipal | undefined,
  { status, publisher }: Listing,
): Promise<boolean> {
  if (!isPublic(status)) return false
  if (reader === undefined) return true
  return (await store.read.publishers.roleOf(publisher.publisherId, reader.user.userId)) === undefined
}

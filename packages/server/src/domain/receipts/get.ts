import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import type { Listing } from "../listings/listing.ts"
import { getRelease } from "../releases/get.ts"
import type { Release } from "../releases/release.ts"
import { issueReceipt } from "./issue.ts"

/** The receipt of a version of a listing the reader may see. @throws Refusal NOT_FOUND. */
export async function getReceipt(
  context: AppContext,
  reader: UserPrincipal | undefined,
  slug: string,
  version: string,
): Promise<string> {
  const { listing, release } = await getRelease(context, reader, slug, version)
  return await receiptFor(context, listing, release)
}

/** The receipt of a release; one from before there were receipts gets its own when it is first asked for. */
export async function receiptFor(context: AppContext, listing: Listing, release: Release): Promise<string> {
  const known = await context.store.read.receipts.find(release.releaseId)
  if (known !== undefined) return known.jws
  return await context.store.transaction((tx) => issueReceipt(context, tx, listing, release, context.nowMs()))
}

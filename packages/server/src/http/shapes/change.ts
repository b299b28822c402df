import type * as wire from "@fleetprompt/sdk/contracts"
import type { Change } from "../../domain/changes/change.ts"
import type { ChangePage } from "../../domain/changes/list.ts"

/** A public event as anyone may see it. */
const publicChange = (change: Change): wire.Change => ({
  seq: change.seq,
  kind: change.kind,
  slug: change.slug,
  listingId: change.listingId,
  version: change.version,
  atMs: change.atMs,
})

/** A stretch of the feed. */
export const publicChangePage = ({ changes, nextAfter, hasMore }: ChangePage): wire.ChangePage => ({
  data: changes.map(publicChange),
  nextAfter,
  hasMore,
})

/** Events never change, so where a page ends, and whether it is the end, says all about it. */
export const changePageEtag = ({ nextAfter, hasMore }: ChangePage): { etag: string } => ({
  etag: `"chg-${nextAfter}${hasMore ? "-more" : ""}"`,
})

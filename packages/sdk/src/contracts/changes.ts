import * as z from "zod"
import { idOf, timestampMs } from "./ids.ts"
import { openEnum } from "./open-enum.ts"
import { pageQuery } from "./page.ts"

/** What can happen in public. `listing.removed` is a tombstone: unlisted, withdrawn, suspended, moved or deleted alike. */
export const changeKinds = [
  "listing.published",
  "listing.updated",
  "listing.removed",
  "release.published",
  "release.revoked",
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** One public event. It names what changed and carries none of it; `version` is null for an event of the listing. */
export const change = z.object({
  seq: z.int().positive(),
  kind: openEnum(changeKinds),
  slug: z.string(),
  listingId: idOf("listing"),
  version: z.string().nullable(),
  atMs: timestampMs,
})
export type Change = z.infer<typeof change>

/** Query of `GET /v1/changes`: what came after this `seq`, 0 for everything. */
export const listChangesQuery = z.strictObject({
  after: z.coerce.number<number>().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: pageQuery.limit,
})
export type ListChangesQuery = z.input<typeof listChangesQuery>

/** Events in order of `seq`. Ask again after `nextAfter`: at once while `hasMore`, later otherwise. */
export const changePage = z.object({
  data: z.array(change),
  nextAfter: z.int().nonnegative(),
  hasMore: z.boolean(),
})
export type ChangePage = z.infer<typeof changePage>

import * as z from "zod"
import { categories } from "./categories.ts"
import { limits } from "./limits.ts"
import { tag } from "./listing-requests.ts"
import { assetKinds } from "./listings.ts"
import { pageQuery } from "./page.ts"
import { handle } from "./slug.ts"
import { targetName } from "./targets.ts"

/** Orders of a search; `recent` is newest change first, `popular` most installs first. */
export const listingSorts = ["relevance", "recent", "popular", "name"] as const
export type ListingSort = (typeof listingSorts)[number]

/**
 * Query of `GET /v1/listings`: words, filters, an order and a page. Without a `sort` it is `relevance` where there are
 * words and `recent` otherwise. `target` keeps the listings whose kind that registered target takes.
 */
export const searchListingsQuery = z.strictObject({
  q: z.string().max(limits.searchQueryLengthMax).optional(),
  sort: z.enum(listingSorts).optional(),
  kind: z.enum(assetKinds).optional(),
  target: targetName.optional(),
  publisher: handle.optional(),
  tag: tag.optional(),
  category: z.enum(categories).optional(),
  ...pageQuery,
})
export type SearchListingsQuery = z.input<typeof searchListingsQuery>

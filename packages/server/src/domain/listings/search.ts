import type { AssetKind, Page } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { type PageRequest, readPage } from "../paging/cursor.ts"
import type { Listing } from "./listing.ts"

export interface SearchListings extends PageRequest {
  readonly q?: string | undefined
  readonly kind?: AssetKind | undefined
  readonly publisher?: string | undefined
  readonly tag?: string | undefined
  readonly category?: string | undefined
}

/** More words than anyone types; the rest of a longer query is passed over. */
const wordsMax = 12

/** Flow A: published listings that hold every word, newest change first. */
export async function searchListings(context: AppContext, query: SearchListings): Promise<Page<Listing>> {
  const words = wordsOf(query.q ?? "")
  const filter = {
    words,
    assetKind: query.kind,
    handle: query.publisher,
    tag: query.tag,
    category: query.category,
  }
  return await readPage(
    context,
    { list: "listings", filter },
    query,
    (page) => context.store.read.listings.search(filter, page),
    (listing) => ({ atMs: listing.updatedAtMs, id: listing.listingId }),
  )
}

const wordsOf = (text: string): string[] =>
  text
    .normalize("NFC")
    .toLowerCase()
    .split(/[\s\p{Cc}\p{Cs}]+/u)
    .filter((word) => word !== "")
    .slice(0, wordsMax)

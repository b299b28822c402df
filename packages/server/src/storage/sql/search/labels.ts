import type { Listing } from "../../../domain/listings/listing.ts"
import type { ListingFilter } from "../../../domain/listings/store.ts"

/** What a listing can be filtered by, as words of the index that nobody can type: `:tag:crm`. */
export const labelsOf = (
  listing: Pick<Listing, "assetKind" | "tags" | "categories"> & { publisher: { handle: string } },
): string[] => [
  `:kind:${listing.assetKind}`,
  `:publisher:${listing.publisher.handle}`,
  ...listing.categories.map((category) => `:category:${category}`),
  ...listing.tags.map((tag) => `:tag:${tag}`),
]

/** The labels a filter asks for: one of each group. */
export const labelGroupsOf = ({ assetKinds, handle, tag, category }: ListingFilter): string[][] => [
  ...(assetKinds === undefined ? [] : [assetKinds.map((kind) => `:kind:${kind}`)]),
  ...(handle === undefined ? [] : [[`:publisher:${handle}`]]),
  ...(category === undefined ? [] : [[`:category:${category}`]]),
  ...(tag === undefined ? [] : [[`:tag:${tag}`]]),
]

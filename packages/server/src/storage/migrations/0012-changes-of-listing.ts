import type { Migration } from "./migration.ts"

/** A listing's own part of the change feed, which its page shows, is found without reading the rest. */
export const changesOfListing: Migration = {
  number: 12,
  name: "changes_of_listing",
  statements: () => ["create index changes_of_listing on changes (listing_id, seq)"],
}

import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/** Images of listings, one copy for all listings that show the same. */
export const images: Migration = {
  number: 5,
  name: "images",
  statements: ({ text, ms, bytes, strict }: Ddl) => [
    `alter table listings add column images ${text} not null default '[]'`,
    `create table image_blobs (
      digest ${text} primary key check (length(digest) = 64),
      bytes ${bytes} not null,
      created_at_ms ${ms} not null
    ) ${strict}`,
    `create table listing_images (
      listing_id ${text} not null references listings,
      digest ${text} not null references image_blobs,
      primary key (listing_id, digest)
    ) ${strict}`,
    "create index listing_images_by_digest on listing_images (digest, listing_id)",
  ],
}

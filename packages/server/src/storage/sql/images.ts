import { sql } from "kysely"
import type { ImageReads, ImageStore } from "../../domain/images/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"

const bytesOf = prepared((db, { digest, memberId }: Slots<{ digest: string; memberId: string }>) =>
  db
    .selectFrom("image_blobs")
    .select("bytes")
    .where("image_blobs.digest", "=", digest)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("listing_images")
          .innerJoin("listings", "listings.listing_id", "listing_images.listing_id")
          .leftJoin("publisher_members", (join) =>
            join.onRef("publisher_members.publisher_id", "=", "listings.publisher_id").on("user_id", "=", memberId),
          )
          .select("listing_images.digest")
          .where("listing_images.digest", "=", digest)
          .where((row) => row.or([row("status", "in", ["published", "unlisted"]), row("user_id", "is not", null)])),
      ),
    ),
)

interface Blob {
  readonly digest: string
  readonly bytes: Uint8Array
  readonly created_at_ms: number
}

/**
 * Written over with what is there already, so that whoever would forget these bytes at the same moment waits, and the
 * other way round.
 */
const keep = prepared((db, row: Slots<Blob>) =>
  db
    .insertInto("image_blobs")
    .values(row)
    .onConflict((conflict) => conflict.column("digest").doUpdateSet({ digest: sql.ref("excluded.digest") })),
)

const link = prepared((db, row: Slots<{ listing_id: string; digest: string }>) =>
  db.insertInto("listing_images").values(row),
)

const unlink = prepared((db, { listingId, digest }: Slots<{ listingId: string; digest: string }>) =>
  db.deleteFrom("listing_images").where("listing_id", "=", listingId).where("digest", "=", digest),
)

const lock = prepared((db, { digest }: Slots<{ digest: string }>) =>
  db.selectFrom("image_blobs").select("digest").where("digest", "=", digest).forUpdate(),
)

const forget = prepared((db, { digest }: Slots<{ digest: string }>) =>
  db
    .deleteFrom("image_blobs")
    .where("digest", "=", digest)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("listing_images")
            .select("listing_id")
            .whereRef("listing_images.digest", "=", "image_blobs.digest"),
        ),
      ),
    ),
)

export const imageReads = (connection: Connection): ImageReads => ({
  // No user has an empty id.
  find: async (digest, memberId = "") => (await bytesOf(connection, { digest, memberId })).rows[0]?.bytes,
})

export const imageStore = (connection: Connection): ImageStore => ({
  async attach(listingId, { digest, bytes }, atMs) {
    await keep(connection, { digest, bytes: Buffer.from(bytes), created_at_ms: atMs })
    await link(connection, { listing_id: listingId, digest })
  },

  async detach(listingId, digest) {
    await unlink(connection, { listingId, digest })
    // The lock first and the look after it: only a new statement sees what another transaction has linked meanwhile.
    if (connection.dialect.locksRows) await lock(connection, { digest })
    await forget(connection, { digest })
  },
})

/** Takes all images away from a listing that is about to be removed. */
export async function detachImages(connection: Connection, listingId: string): Promise<void> {
  const query = connection.db.selectFrom("listing_images").select("digest").where("listing_id", "=", listingId)
  const store = imageStore(connection)
  for (const { digest } of await query.orderBy("digest").execute()) await store.detach(listingId, digest)
}

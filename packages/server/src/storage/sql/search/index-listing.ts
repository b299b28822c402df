import type { Listing } from "../../../domain/listings/listing.ts"
import { wordsOf } from "../../../domain/listings/words.ts"
import type { Connection } from "../connection.ts"
import { prepared, type Slots } from "../prepared.ts"
import type { Tables } from "../tables.ts"
import { labelsOf } from "./labels.ts"
import { placeOf } from "./place.ts"
import { learnWords } from "./vocabulary.ts"

/** What of a listing can be searched. */
export type IndexedListing = Pick<
  Listing,
  "listingId" | "slugName" | "status" | "assetKind" | "name" | "summary" | "description" | "tags" | "categories"
> & { readonly publisher: Pick<Listing["publisher"], "handle"> }

const countFromNone = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db.insertInto("listing_popularity").values({ listing_id: listingId, installs: 0 }),
)

const popularity = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db.selectFrom("listing_popularity").select(["seq", "installs"]).where("listing_id", "=", listingId),
)

const removeElsewhere = prepared((db, { listingId, place }: Slots<{ listingId: string; place: number }>) =>
  db.deleteFrom("listing_search").where("listing_id", "=", listingId).where("place", "!=", place),
)

/** Writes nothing where nothing that is searched has changed, which is so whenever a release is published. */
const put = prepared((db, row: Slots<Tables["listing_search"]>) =>
  db
    .insertInto("listing_search")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column("place")
        .doUpdateSet((eb) => ({
          slug: eb.ref("excluded.slug"),
          name_key: eb.ref("excluded.name_key"),
          title_key: eb.ref("excluded.title_key"),
          labels: eb.ref("excluded.labels"),
          summary: eb.ref("excluded.summary"),
          terms: eb.ref("excluded.terms"),
          body: eb.ref("excluded.body"),
        }))
        .where((eb) =>
          eb.or([
            eb("listing_search.body", "!=", eb.ref("excluded.body")),
            eb("listing_search.labels", "!=", eb.ref("excluded.labels")),
          ]),
        ),
    ),
)

/** Gives a new listing its place among the others. */
export async function rankListing(connection: Connection, listingId: string): Promise<void> {
  await countFromNone(connection, { listingId })
}

/** Makes the index say of a listing what its row says now. Only published listings are in it. */
export async function indexListing(connection: Connection, listing: IndexedListing): Promise<void> {
  const { listingId } = listing
  const [rank] = (await popularity(connection, { listingId })).rows
  if (rank === undefined) throw new Error("A listing has no row that counts its installs.")
  const place = listing.status === "published" ? placeOf(rank) : 0
  await removeElsewhere(connection, { listingId, place })
  if (listing.status !== "published") return
  const head = headOf(listing)
  await put(connection, rowOf(listing, place, head))
  await learnWords(connection, head)
}

/** The words of everything but the description. */
const headOf = ({ publisher, slugName, name, summary, tags }: IndexedListing): string[] =>
  wordsOf([publisher.handle, slugName, name, summary, ...tags].join(" "))

function rowOf(listing: IndexedListing, place: number, head: readonly string[]): Tables["listing_search"] {
  const { listingId, publisher, slugName, name, summary, tags, description } = listing
  const slug = `${publisher.handle}/${slugName}`
  const labels = labelsOf(listing)
  return {
    place,
    listing_id: listingId,
    slug,
    name_key: slugName,
    title_key: wordsOf(name).join("-"),
    labels: ` ${labels.join(" ")} `,
    summary: wordsOf(summary).join(" "),
    terms: [...new Set([...labels, ...head, ...wordsOf(description)])].join(" "),
    // The line breaks keep a part from being found across two fields.
    body: [slug, name, summary, ...tags, description].join("\n").toLowerCase(),
  }
}
